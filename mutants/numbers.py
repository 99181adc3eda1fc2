"""Operators: who, how many, how, and in which order."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from mutants.program import Edit, Program, name

ORDERED = ("start", "join", "waitpid", "close", "terminate")
SENDS = ("put", "send")


def other_pid(program: Program) -> Iterator[Edit]:
    """Swap `getpid` and `getppid`."""
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr in ("getpid", "getppid"):
            other = "getppid" if node.attr == "getpid" else "getpid"
            yield program.instead(node, f"{program.text(node.value)}.{other}")


def more(program: Program) -> Iterator[Edit]:
    """One task more: a longer range, the last of some literal items twice."""
    for call in _ranges(program):
        yield program.instead(call.args[-1], plus(program, call.args[-1]))
    for text in _letters(program):
        yield program.instead(text, repr(str(text.value) + str(text.value)[-1]))
    for items in _items(program):
        last = program.span(items[-1])[1]
        yield Edit(last, last, f", {program.text(items[-1])}")


def fewer(program: Program) -> Iterator[Edit]:
    """One task less."""
    for call in _ranges(program):
        yield program.instead(call.args[-1], f"{program.text(call.args[-1])} - 1")
    for text in _letters(program):
        yield program.instead(text, repr(str(text.value)[:-1]))
    for items in _items(program):
        comma = "," if len(items) == 2 else ""  # one alone needs it in a tuple
        yield Edit(program.span(items[-2])[1], program.span(items[-1])[1], comma)


def _ranges(program: Program) -> Iterator[ast.Call]:
    """The ranges that tasks come from, not those that only make as many things, `[Event() for _ in range(3)]`."""
    making = [
        node.iter for node in program.nodes if isinstance(node, ast.comprehension) and ast.unparse(node.target) == "_"
    ]
    return (call for call in program.calls("range") if call not in making)


def _letters(program: Program) -> Iterator[ast.Constant]:
    """Texts that a loop goes through."""
    for node in program.nodes:
        if isinstance(node, ast.For | ast.comprehension):
            literal = node.iter
            if isinstance(literal, ast.Constant) and isinstance(literal.value, str) and len(literal.value) > 1:
                yield literal


def _items(program: Program) -> Iterator[list[ast.expr]]:
    """The items, two or more and alike, of tuples that a loop goes through, and of lists wherever they stand."""
    for node in program.nodes:
        literal = node.iter if isinstance(node, ast.For | ast.comprehension) else node
        if isinstance(literal, ast.Tuple if literal is not node else ast.List) and len(literal.elts) > 1:
            yield from [literal.elts] * (len({type(item) for item in literal.elts}) == 1)


def bigger(program: Program) -> Iterator[Edit]:
    """A bigger pool, another one for those that meet at a barrier, and one more whom a semaphore lets in."""
    for call in program.calls("Pool", "ProcessPoolExecutor", "Barrier", "Semaphore", "BoundedSemaphore"):
        for node in [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "max_workers")]:
            yield program.instead(node, plus(program, node))


def other_number(program: Program) -> Iterator[Edit]:
    """Another whole number in what is printed, and in what a task is given."""
    inside = {
        node
        for call in program.calls("print", "Process", "apply", "apply_async", "map", "starmap", "put")
        for part in [*call.args, *call.keywords]
        if not (isinstance(part, ast.keyword) and part.arg in ("chunksize", "timeout"))
        for node in _outside_calls(part)
    }
    for node in program.nodes:
        if node in inside and isinstance(node, ast.Constant) and type(node.value) is int:
            yield program.instead(node, str(node.value + 1))


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but neither what other functions are given, nor an index, nor a format."""
    yield node
    if not isinstance(node, ast.Call | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            if child is not getattr(node, "format_spec", None):
                yield from _outside_calls(child)


def plus(program: Program, node: ast.expr) -> str:
    """One more."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return str(node.value + 1)
    return f"{program.text(node)} + 1"


OTHER_METHODS = {
    "map": "imap_unordered",
    "imap_unordered": "imap",
    "apply": "apply_async",
    "apply_async": "apply",
    "start": "run",
    "close": "terminate",
    "terminate": "kill",
    "SIGTERM": "SIGKILL",
    "SIGKILL": "SIGTERM",
}


def other_method(program: Program) -> Iterator[Edit]:
    """Another method or another signal: `imap_unordered` for `map`, `run` for `start`, `kill` for `terminate`."""
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr in OTHER_METHODS:
            yield program.instead(node, f"{program.text(node.value)}.{OTHER_METHODS[node.attr]}")


OPPOSITES = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", ">="),
    ast.Gt: (">", "<="),
    ast.LtE: ("<=", ">"),
    ast.GtE: (">=", "<"),
}


def opposite(program: Program) -> Iterator[Edit]:
    """The opposite of a comparison: parent and child change places. Not that of the guard: nothing would be left."""
    for node in program.nodes:
        if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITES and "__main__" not in program.text(node):
            was, now = OPPOSITES[type(node.ops[0])]
            left, right = program.text(node.left), program.text(node.comparators[0])
            assert f" {was} " in program.text(node)
            yield program.instead(node, f"{left} {now} {right}")


def swapped(program: Program) -> Iterator[Edit]:
    """Swap neighboring calls that start, wait, close, end, put or send; what is printed too early is for `no_wait`."""
    for block in program.blocks():
        for pair in itertools.pairwise(block):
            names = [name(s.value.func) for s in pair if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
            if len(names) < 2 or not {*names} <= {*ORDERED, *SENDS}:
                continue
            (start, middle), (behind, end) = map(program.span, pair)
            if program.source[start:middle] != program.source[behind:end]:
                between = program.source[middle:behind]
                yield Edit(start, end, f"{program.source[behind:end]}{between}{program.source[start:middle]}")


def backwards(program: Program) -> Iterator[Edit]:
    """Put, or send, the last one first."""
    for loop in program.nodes:
        if not isinstance(loop, ast.For) or program.text(loop.iter).startswith(("iter(", "reversed(")):
            continue
        inside = [node for node in ast.walk(loop) if isinstance(node, ast.Call)]
        if any(name(call.func) in SENDS for call in inside):
            yield program.instead(loop.iter, f"reversed([*{program.text(loop.iter)}])")


def last_first(program: Program) -> Iterator[Edit]:
    """Take the last one where the first one was taken: `pop` for `popleft` and `pop(0)`, `LifoQueue` for `Queue`."""
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "popleft":
            yield program.instead(node, f"{program.text(node.value)}.pop")
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "queue.Queue":
            yield program.instead(node, "queue.LifoQueue")
    for call in program.calls("pop"):
        if [ast.unparse(part) for part in call.args] == ["0"]:
            yield program.instead(call.args[0], "")
