"""The observer's other half: which lines of the program each process ran, and which of its functions it called.

`sitecustomize` begins it, where lines are wanted. The interpreter tells of code before it runs it (the audit event
`exec`); from then on Python 3.12 and later tell of that code alone (`sys.monitoring`), Python 3.11 of all
(`sys.settrace`), and both to the same effect.
"""

from __future__ import annotations

import _thread
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_program = ""
_note: Callable[..., None]
_quietly: Callable[..., None]
_LINES = 1000  # in each process: a loop must not cost more than it shows
_left = _LINES
_main = _thread.get_ident()


def begin(program: str, note: Callable[..., None], quietly: Callable[..., None]) -> None:
    """Take the program's file, and the observer's ways to write down and to call without raising."""
    global _program, _note, _quietly
    _program, _note, _quietly = program, note, quietly


def _whose() -> int:
    """The thread: 0 for the one that the process began with."""
    thread = _thread.get_ident()
    return 0 if thread == _main else thread


def _ran(line: int) -> bool:
    """Note a line, and say whether to go on."""
    global _left
    _left -= 1
    if _left == 0:
        _note("cut")
    if _left > 0:
        _note("line", line, _whose())
    return _left > 0


def _called(frame: Any) -> None:
    code = frame.f_code
    if _left > 0 and _is_function(code):
        names = code.co_varnames[: code.co_argcount]
        values = [frame.f_locals.get(name) for name in names]
        words = [repr(value) for value in values if _is_plain(value)]
        label = ", ".join(words) if len(words) == len(names) and sum(map(len, words)) <= 24 else "…"
        _note("call", f"{code.co_name}({label})", _whose())


def _is_plain(value: Any) -> bool:
    """Whether it is short and its type is one of the interpreter's own, whose `repr` runs no code of the program."""
    kind = type(value)
    if kind is int:
        return bool(value.bit_length() <= 80)
    return len(value) <= 24 if kind is str else kind is float or kind is bool or value is None


def _is_function(code: Any) -> bool:
    """Not a module, a class, a lambda or a comprehension."""
    return bool(code.co_flags & 1) and not code.co_name.startswith("<")  # CO_OPTIMIZED: its locals are in slots


def _returned(code: Any) -> None:
    if _left > 0 and _is_function(code):
        _note("return", _whose())


def _follow(code: Any) -> None:
    """Follow the program's code, all of it, from the moment before it runs."""
    if sys.version_info < (3, 12):
        sys.settrace(_trace)
        return
    monitoring = sys.monitoring
    events = monitoring.events
    if monitoring.get_tool(_TOOL) is None:
        monitoring.use_tool_id(_TOOL, "witness")
        for event, tell in _tells(monitoring.DISABLE).items():
            monitoring.register_callback(_TOOL, getattr(events, event), tell)
        # Functions left by an exception: these two events are told of all code or of none.
        monitoring.set_events(_TOOL, events.PY_UNWIND | events.PY_THROW)
    wanted = events.LINE | events.PY_START | events.PY_RESUME | events.PY_RETURN | events.PY_YIELD
    monitoring.set_local_events(_TOOL, code, wanted)
    for inside in code.co_consts:
        if type(inside) is type(code):
            _follow(inside)


def _tells(enough: Any) -> dict[str, Callable[..., Any]]:
    """What to do at each event, as Python 3.11 tells of them: a generator is called at each step, and returns."""

    def line(_: Any, number: int) -> Any:
        return None if _ran(number) else enough

    def call(*_: Any) -> Any:
        _quietly(_called, sys._getframe(1))
        return None if _left > 0 else enough

    def leave(code: Any, *_: Any) -> Any:
        _returned(code)
        return None if _left > 0 else enough

    def throw(code: Any, *_: Any) -> None:
        if code.co_filename == _program:
            _quietly(_called, sys._getframe(1))

    def unwind(code: Any, *_: Any) -> None:
        if code.co_filename == _program:
            _returned(code)

    return {
        "LINE": line,
        "PY_START": call,
        "PY_RESUME": call,
        "PY_RETURN": leave,
        "PY_YIELD": leave,
        "PY_THROW": throw,
        "PY_UNWIND": unwind,
    }


def again() -> None:
    """A forked child has its own first thread and its own number of lines, whatever its parent had left."""
    global _left, _main
    cut, _left, _main = _left <= 0, _LINES, _thread.get_ident()
    if not cut:
        return
    if sys.version_info >= (3, 12):
        sys.monitoring.restart_events()
    elif sys.gettrace() is None:
        sys.settrace(_trace)
        frame: Any = sys._getframe()
        while frame:
            if frame.f_code.co_filename == _program:
                frame.f_trace = _trace
            frame = frame.f_back


_TOOL = 3  # one of the identifiers that no kind of tool has claimed


def _trace(frame: Any, event: str, _: Any) -> Any:
    """What `_follow` does, for Python 3.11."""
    if frame.f_code.co_filename != _program:  # asked first: it is called for every function that is called at all
        return None
    if _left <= 0:
        if sys.gettrace() is _trace:
            sys.settrace(None)
        return None
    if event == "line":
        _ran(frame.f_lineno)
    elif event == "call":
        _quietly(_called, frame)
    elif event == "return":
        _returned(frame.f_code)
    return _trace


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter tells of code before it runs it."""
    if event == "exec" and getattr(arguments[0], "co_filename", None) == _program:
        _quietly(_follow, arguments[0])


def trace_threads(threading: Any) -> None:
    """Follow the program's code in threads too; from Python 3.12 on that needs nothing."""
    if sys.version_info < (3, 12):
        threading.settrace(_trace)
