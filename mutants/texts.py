"""Operators: what is said, and with which code it ends."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mutants.numbers import plus
from mutants.program import Edit, Program, is_child, name

WORD = re.compile(r"(?<![{\w%\\])[A-Za-z]{2,}(?!\w)(?![^{]*\})")


def other_word(program: Program) -> Iterator[Edit]:
    """Another word in each text that is printed, raised, or put together for it."""
    for node in program.nodes:
        if isinstance(node, ast.Call) and name(node.func) in ("print", "exit", "register"):
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
        if name(call.func) == "print":
            yield program.after(statement, program.text(statement))


def extra_line(program: Program) -> Iterator[Edit]:
    """A line more: at the end of the program, at the beginning of each function, and of what a forked child does."""
    text = 'print("one line more")'
    for node in program.nodes:
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.If) and is_child(node.test)):
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
            yield program.instead(call.args[0], plus(program, call.args[0]))
    for node in program.nodes:
        if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.If) and is_child(node.test)):
            last = node.body[-1]
            if isinstance(last, ast.Return | ast.Raise) or any(call in ast.walk(last) for call in calls):
                continue
            if program.text(last).startswith(FINAL):
                continue
            yield program.after(last, "raise SystemExit(9)")
    last = _last(program)
    if not isinstance(last, ast.FunctionDef):
        yield program.after(last, "raise SystemExit(9)")
