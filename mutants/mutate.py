"""Changes a program in one place, in a way that matters; all the rest of it stays byte for byte.

An operator is a function that yields every place at which it applies, each as an edit. A line that is dropped becomes
`pass`, and a line that is added shares the line of its neighbor where it can: so the numbers of the other lines, which
tracebacks show, stay what they are, and a promise has to refuse the change itself.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Other text for a piece of a program."""

    start: int
    end: int
    """In characters."""
    text: str


@dataclass(frozen=True)
class Mutant:
    """A program with one change."""

    operator: str
    was: str
    """The changed line without its indentation; the first, if there are several."""
    now: str
    """What it was changed to, also without its indentation; several lines are joined with ` ⏎ `."""
    nth: int
    """Which of those with the same operator and the same lines it is, from 1."""
    lines: range
    """The numbers of the lines that were changed, in `source`."""
    source: str


class Program:
    """A program, read, and where its parts stand."""

    def __init__(self, source: str) -> None:
        """Read `source`.

        Raises:
            SyntaxError: it is no Python.
        """
        self.source = source
        self.tree = ast.parse(source)
        self.nodes = list(ast.walk(self.tree))
        self.lines = source.splitlines(keepends=True)
        self.begins = [sum(map(len, self.lines[:number])) for number in range(len(self.lines) + 1)]

    def place(self, line: int, column: int) -> int:
        """Where a node's line, from 1, and its column, in bytes of UTF-8, are in the text."""
        return self.begins[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Where the text of a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.place(node.lineno, node.col_offset), self.place(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.source[start:end]

    def instead(self, node: ast.expr | ast.stmt | ast.keyword, text: str) -> Edit:
        """Put `text` in place of a node."""
        return Edit(*self.span(node), text)

    def indentation(self, statement: ast.stmt) -> str:
        """The spaces in front of a statement."""
        return " " * statement.col_offset

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """The calls of functions with these names, whatever they are attributes of."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield node

    def blocks(self) -> Iterator[list[ast.stmt]]:
        """The program's statements, and those of each part of a compound statement."""
        for node in self.nodes:
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list) and block:
                    yield block

    def statements(self) -> Iterator[tuple[ast.Expr, ast.Call]]:
        """The statements that are a call and nothing else."""
        for node in self.nodes:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                yield node, node.value

    def before(self, statement: ast.stmt, text: str) -> Edit:
        """Put the statement `text` in front of another one."""
        start = self.span(statement)[0]
        decorated = getattr(statement, "decorator_list", None)
        if _is_simple(statement) or decorated:
            return Edit(start, start, f"{text}; ")
        return Edit(start, start, f"{text}\n{self.indentation(statement)}")

    def after(self, statement: ast.stmt, text: str) -> Edit:
        """Put the statement `text` behind another one."""
        end = self.span(statement)[1]
        if _is_simple(statement):
            return Edit(end, end, f"; {text}")
        return Edit(end, end, f"\n{self.indentation(statement)}{text}")


Operator = Callable[[Program], Iterator[Edit]]

WAITS = ("join", "wait", "waitpid", "waitid", "serve_forever")
ORDERED = ("start", "join", "waitpid", "close", "terminate")
UNSEEN = ("flush", "duplex", "check")
"""Keywords that have an operator of their own, or that only say what the program does not do."""


def _name(function: ast.expr) -> str:
    """The last part of what is called."""
    return getattr(function, "attr", getattr(function, "id", ""))


def _is_simple(statement: ast.stmt) -> bool:
    return not hasattr(statement, "body")


def _is_child(test: ast.expr) -> bool:
    """Whether a test is that of the child after a fork."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and ast.unparse(test).endswith(" == 0")


# -- nobody waits, nothing is done -------------------------------------------------------------------------------------


def no_wait(program: Program) -> Iterator[Edit]:
    """Drop a `join`, a `waitpid`, a `wait`; where what it returns is used, ask without waiting."""
    for statement, call in program.statements():
        if _name(call.func) in WAITS:
            yield program.instead(statement, "pass")
    dropped = [call for _, call in program.statements()]
    for call in program.calls("waitpid"):
        if call not in dropped and ast.unparse(call.args[1]) == "0":
            yield program.instead(call.args[1], "os.WNOHANG")


def no_call(program: Program) -> Iterator[Edit]:
    """Drop a call that is a statement: `start`, `close`, `sys.exit` and others; not a nap, which enforces nothing."""
    for statement, call in program.statements():
        nap = _name(call.func) == "sleep" and not ast.unparse(call.args[0]).isdecimal()
        if _name(call.func) not in (*WAITS, "print") and not nap:
            yield program.instead(statement, "pass")


def no_print(program: Program) -> Iterator[Edit]:
    """Drop a `print`."""
    for statement, call in program.statements():
        if _name(call.func) == "print":
            yield program.instead(statement, "pass")


def no_keyword(program: Program) -> Iterator[Edit]:
    """Drop a keyword argument: `daemon=True`, `maxtasksperchild=2`, `timeout=0.2`."""
    for call in program.nodes:
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg not in (None, *UNSEEN):
                yield _without(program, call, keyword)


def no_flush(program: Program) -> Iterator[Edit]:
    """Drop `flush=True` and `sys.stdout.flush()`."""
    for call in program.calls("print"):
        for keyword in call.keywords:
            if keyword.arg == "flush":
                yield _without(program, call, keyword)
    for statement, call in program.statements():
        if _name(call.func) == "flush":
            yield program.instead(statement, "pass")


def _without(program: Program, call: ast.Call, keyword: ast.keyword) -> Edit:
    """A call without one of its keyword arguments, and without the comma that set it apart."""
    start, end = program.span(keyword)
    before = re.search(r",\s*$", program.source[: program.span(keyword)[0]])
    if before is not None and len([*call.args, *call.keywords]) > 1:
        return Edit(before.start(), end, "")
    behind = re.match(r",\s*", program.source[end:])
    return Edit(start, end + (behind.end() if behind else 0), "")


# -- who, how many, how ------------------------------------------------------------------------------------------------


def other_pid(program: Program) -> Iterator[Edit]:
    """Swap `getpid` and `getppid`."""
    for node in program.nodes:
        if isinstance(node, ast.Attribute) and node.attr in ("getpid", "getppid"):
            other = "getppid" if node.attr == "getpid" else "getpid"
            yield program.instead(node, f"{program.text(node.value)}.{other}")


def more(program: Program) -> Iterator[Edit]:
    """One task more: a longer range, the last of some literal items twice."""
    for call in _ranges(program):
        yield program.instead(call.args[-1], _plus(program, call.args[-1]))
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
    """A bigger pool, and another one for those that meet at a barrier."""
    for call in program.calls("Pool", "ProcessPoolExecutor", "Barrier"):
        for node in [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "max_workers")]:
            yield program.instead(node, _plus(program, node))


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


def _plus(program: Program, node: ast.expr) -> str:
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
    """Swap two neighboring calls that start, wait for, close or end; what is printed too early is for `no_wait`."""
    for block in program.blocks():
        for pair in itertools.pairwise(block):
            names = [_name(s.value.func) for s in pair if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
            if len(names) < 2 or not {*names} <= {*ORDERED}:
                continue
            (start, middle), (behind, end) = map(program.span, pair)
            if program.source[start:middle] != program.source[behind:end]:
                between = program.source[middle:behind]
                yield Edit(start, end, f"{program.source[behind:end]}{between}{program.source[start:middle]}")


# -- what is said, and with which code it ends -------------------------------------------------------------------------


WORD = re.compile(r"(?<![{\w%\\])[A-Za-z]{2,}(?!\w)(?![^{]*\})")


def other_word(program: Program) -> Iterator[Edit]:
    """Another word in each text that is printed, raised, or put together for it."""
    for node in program.nodes:
        if isinstance(node, ast.Call) and _name(node.func) in ("print", "exit", "register"):
            texts: list[ast.expr] = [text for part in [*node.args, *node.keywords] for text in _texts(part)]
        elif isinstance(node, ast.Raise) and node.exc is not None:
            texts = _texts(node.exc)
        elif isinstance(node, ast.Assign | ast.Return) and node.value is not None:
            texts = [text for text in _texts(node.value) if isinstance(text, ast.JoinedStr)]
        else:
            continue
        for text in texts:
            start = program.span(text)[0]
            quote = re.match(r"\w*(\"|')", program.text(text))
            found = WORD.search(program.text(text), quote.end() if quote else 0)
            if found is not None:
                yield Edit(start + found.start(), start + found.end(), "other")
                break


def _texts(node: ast.AST) -> list[ast.expr]:
    """The texts in a node, not those inside of other texts or calls."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return [node]
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        return []
    return [text for child in ast.iter_child_nodes(node) for text in _texts(child)]


def twice(program: Program) -> Iterator[Edit]:
    """The same line once more."""
    for statement, call in program.statements():
        if _name(call.func) == "print":
            yield program.after(statement, program.text(statement))


def extra_line(program: Program) -> Iterator[Edit]:
    """A line more: at the end of the program, at the beginning of each function, and of what a forked child does."""
    text = 'print("one line more")'
    for node in program.nodes:
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.If) and _is_child(node.test)):
            yield program.before(node.body[0], text)
    yield program.after(_last(program), text)


def _last(program: Program) -> ast.stmt:
    """The last statement of the program's own process: behind the guard, if there is one."""
    last = program.tree.body[-1]
    if isinstance(last, ast.If) and "__name__" in ast.unparse(last.test):
        last = last.body[-1]
    return last


FINAL = ("os.kill(os.getpid()", "server.serve_forever(")
"""Nothing comes after these."""


def other_exit(program: Program) -> Iterator[Edit]:
    """Another exit code: of who calls `exit`, of the program, of each function, of a forked child."""
    calls = list(program.calls("exit", "_exit"))
    for call in calls:
        if not call.args:
            end = program.span(call)[1] - 1
            yield Edit(end, end, "1")
        elif not _texts(call.args[0]):
            yield program.instead(call.args[0], _plus(program, call.args[0]))
    for node in program.nodes:
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.If) and _is_child(node.test)):
            last = node.body[-1]
            if isinstance(last, ast.Return | ast.Raise) or any(call in ast.walk(last) for call in calls):
                continue
            if program.text(last).startswith(FINAL):
                continue
            yield program.after(last, "raise SystemExit(9)")
    last = _last(program)
    if not isinstance(last, ast.FunctionDef):
        yield program.after(last, "raise SystemExit(9)")


OPERATORS: dict[str, Operator] = {
    function.__name__: function
    for function in (
        *(no_wait, no_call, no_print, no_keyword, no_flush),
        *(other_pid, more, fewer, bigger, other_number, other_method, opposite, swapped),
        *(other_word, twice, extra_line, other_exit),
    )
}


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a program, by each operator, in the order of the program; none that is the program itself."""
    program = Program(source)
    same = ast.dump(program.tree)
    seen: Counter[tuple[str, str, str]] = Counter()
    for name, operator in OPERATORS.items():
        for edit in sorted(set(operator(program)), key=lambda edit: (edit.start, edit.end, edit.text)):
            changed = source[: edit.start] + edit.text + source[edit.end :]
            if ast.dump(ast.parse(changed)) == same:
                continue
            was, now = _lines(source, edit)
            seen[name, was, now] += 1
            begin = edit.start + len(edit.text) - len(edit.text.lstrip("\n"))
            end = max(begin, edit.start + len(edit.text.rstrip()))
            lines = range(changed.count("\n", 0, begin) + 1, changed.count("\n", 0, end) + 2)
            yield Mutant(name, was, now, seen[name, was, now], lines, changed)


def _lines(source: str, edit: Edit) -> tuple[str, str]:
    """The lines that an edit touches, before and after."""
    begin = source.rfind("\n", 0, edit.start) + 1
    end = source.find("\n", edit.end)
    end = len(source) if end < 0 else end
    was = source[begin:end]
    now = source[begin : edit.start] + edit.text + source[edit.end : end]
    return tuple(" ⏎ ".join(line.strip() for line in text.splitlines()) for text in (was, now))  # type: ignore[return-value]
