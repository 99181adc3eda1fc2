"""What the observer tells of the program's steps, lines and calls, and of how many.

A process tells of so many lines, and then costs nothing any more. It does so too shortly before a recursion reaches
its limit, so that it is the program's own that is in its traceback.
"""

from __future__ import annotations

import _thread

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_LINES = 500  # in each process: a loop must not cost more than it shows
_DEEP = 16  # calls inside one another, more than the observer needs
program = ""
left = _LINES
main = _thread.get_ident()
"""The thread that the process began with."""
_note: Callable[..., None]
_stop: Callable[[], None]


def begin(path: str, note: Callable[..., None], stop: Callable[[], None]) -> None:
    """Take the program's file, the observer's way to write down, and how the interpreter is asked to tell no more."""
    global program, _note, _stop
    program, _note, _stop = path, note, stop


def again() -> bool:
    """A forked child has a first thread and a number of lines of its own; whether its parent had none left."""
    global left, main
    was_cut, left, main = left <= 0, _LINES, _thread.get_ident()
    return was_cut


def cut() -> None:
    """Tell no more of this process."""
    global left
    left = 0
    _stop()
    _note("cut")


def _whose() -> int:
    """The thread: 0 for the one that the process began with."""
    thread = _thread.get_ident()
    return 0 if thread == main else thread


def ran(line: int) -> None:
    """Note a line; the last one ends it all."""
    global left
    left -= 1
    if left > 0:
        _note("line", line, _whose())
    else:
        cut()


def called(frame: Any) -> None:
    """Note the beginning of a call."""
    code = frame.f_code
    if is_function(code):
        names = code.co_varnames[: code.co_argcount]
        values = [frame.f_locals.get(name) for name in names]
        words = [repr(value) for value in values if _is_plain(value)]
        label = ", ".join(words) if len(words) == len(names) and sum(map(len, words)) <= 24 else "…"
        _note("call", f"{code.co_name}({label})", _whose())


def returned() -> None:
    """Note the end of a call that was noted."""
    _note("return", _whose())


def is_function(code: Any) -> bool:
    """Not a module, a class, a lambda or a comprehension."""
    return bool(code.co_flags & 1) and not code.co_name.startswith("<")  # CO_OPTIMIZED: its locals are in slots


def _is_plain(value: Any) -> bool:
    """Whether it is short and its type is one of the interpreter's own, whose `repr` runs no code of the program."""
    kind = type(value)
    if kind is int:
        return bool(value.bit_length() <= 80)
    return len(value) <= 24 if kind is str else kind is float or kind is bool or value is None


def is_deep(calls: int = _DEEP) -> bool:
    """Whether a recursion is about to reach its limit."""
    try:
        return calls > 0 and is_deep(calls - 1)
    except RecursionError:
        return True


def failed(error: BaseException) -> bool:
    """Whether to go on after an exception: it was our own."""
    ours: bool = hooks.is_ours(error)
    if ours and isinstance(error, RecursionError):
        cut()
    return ours
