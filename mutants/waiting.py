"""Operators: nobody waits, nothing is done, nobody is kept out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mutants.program import Edit, Program, name

WAITS = ("join", "wait", "waitpid", "waitid", "serve_forever")
UNSEEN = ("flush", "duplex", "check")
"""Keywords that have an operator of their own, or that only say what the program does not do."""


def no_wait(program: Program) -> Iterator[Edit]:
    """Drop a `join`, a `waitpid`, a `wait`; where what it returns is used, ask without waiting."""
    for statement, call in program.statements():
        if name(call.func) in WAITS:
            yield program.instead(statement, "pass")
    dropped = [call for _, call in program.statements()]
    for call in program.calls("waitpid"):
        if call not in dropped and ast.unparse(call.args[1]) == "0":
            yield program.instead(call.args[1], "os.WNOHANG")


def no_call(program: Program) -> Iterator[Edit]:
    """Drop a call that is a statement: `start`, `close`, `sys.exit` and others; not a nap, which enforces nothing."""
    for statement, call in program.statements():
        nap = name(call.func) == "sleep" and not ast.unparse(call.args[0]).isdecimal()
        if name(call.func) not in (*WAITS, "print") and not nap:
            yield program.instead(statement, "pass")


def no_print(program: Program) -> Iterator[Edit]:
    """Drop a `print`."""
    for statement, call in program.statements():
        if name(call.func) == "print":
            yield program.instead(statement, "pass")


def no_keyword(program: Program) -> Iterator[Edit]:
    """Drop a keyword argument: `daemon=True`, `maxtasksperchild=2`, `timeout=0.2`; and `p.daemon = True`."""
    for call in program.nodes:
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg not in (None, *UNSEEN):
                yield _without(program, call, keyword)
    for node in program.nodes:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(".daemon"):
            yield program.instead(node, "pass")


def no_flush(program: Program) -> Iterator[Edit]:
    """Drop `flush=True`; not of a whole line for a terminal, which gets it at once anyway."""
    for call in program.calls("print"):
        if not program.pipe and all(keyword.arg != "end" for keyword in call.keywords):
            continue
        for keyword in call.keywords:
            if keyword.arg == "flush":
                yield _without(program, call, keyword)


def _without(program: Program, call: ast.Call, keyword: ast.keyword) -> Edit:
    """A call without one of its keyword arguments, and without the comma that set it apart."""
    start, end = program.span(keyword)
    before = re.search(r",\s*$", program.source[: program.span(keyword)[0]])
    if before is not None and len([*call.args, *call.keywords]) > 1:
        return Edit(before.start(), end, "")
    behind = re.match(r",\s*", program.source[end:])
    return Edit(start, end + (behind.end() if behind else 0), "")


def no_lock(program: Program) -> Iterator[Edit]:
    """Let everybody in: a `with lock:` becomes an `if True:`; `acquire` and `release` go together."""
    for node in program.nodes:
        if isinstance(node, ast.With) and len(node.items) == 1 and node.items[0].optional_vars is None:
            held = node.items[0].context_expr
            if isinstance(held, ast.Name | ast.Attribute) or ast.unparse(held).endswith(".get_lock()"):
                yield Edit(program.span(node)[0], program.span(held)[1], "if True")
    calls = [(*program.span(statement), call.func) for statement, call in program.statements()]
    for start, end, function in calls:
        if isinstance(function, ast.Attribute) and function.attr == "acquire":
            release = f"{ast.unparse(function.value)}.release"
            behind = [(begin, over) for begin, over, other in calls if begin > end and ast.unparse(other) == release]
            if behind:
                yield Edit(start, behind[0][1], f"pass{program.source[end : behind[0][0]]}pass")
