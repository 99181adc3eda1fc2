"""The observer's second part: which lines of the program each process ran, and which of its functions it called.

The interpreter tells of code before it runs it (the audit event `exec`); from then on Python 3.12 and later tell of
that code alone (`sys.monitoring`), Python 3.11 of all (`sys.settrace`), and both to the same effect.

A process tells of so many lines, and then costs nothing any more. It does so too shortly before a recursion reaches
its limit, so that it is the program's own that is in its traceback.
"""

from __future__ import annotations

import _thread
import sys

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_LINES = 1000  # in each process: a loop must not cost more than it shows
_STRANGE = 50_000  # calls of others' functions, of which Python 3.11 tells too: a microsecond each
_DEEP = 16  # calls inside one another, more than the observer needs
_TOOL = 3  # one of the identifiers that no kind of tool has claimed
_program = ""
_note: Callable[..., None]
_left = _LINES
_strange = _STRANGE
_main = _thread.get_ident()


def begin(program: str, note: Callable[..., None]) -> None:
    """Take the program's file, and the observer's way to write down."""
    global _program, _note
    _program, _note = program, note


def _whose() -> int:
    """The thread: 0 for the one that the process began with."""
    thread = _thread.get_ident()
    return 0 if thread == _main else thread


def _ran(line: int) -> None:
    """Note a line; the last one ends it all."""
    global _left
    _left -= 1
    if _left > 0:
        _note("line", line, _whose())
    else:
        _cut()


def _cut() -> None:
    """Tell no more of this process."""
    global _left
    _left = 0
    if sys.version_info >= (3, 12):
        _listen(False)
    elif sys.gettrace() is _trace:
        sys.settrace(None)
    _note("cut")


def _is_deep(calls: int = _DEEP) -> bool:
    """Whether a recursion is about to reach its limit."""
    try:
        return calls > 0 and _is_deep(calls - 1)
    except RecursionError:
        return True


def _failed(error: BaseException) -> bool:
    """Whether to go on after an exception: it was our own."""
    ours: bool = hooks.is_ours(error)
    if ours and isinstance(error, RecursionError):
        _cut()
    return ours


def _called(frame: Any) -> None:
    """Note the beginning of a call."""
    code = frame.f_code
    if _is_function(code):
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
    if _is_function(code):
        _note("return", _whose())


def _follow(code: Any) -> None:
    """Follow the program's code, all of it, from the moment before it runs."""
    if sys.version_info >= (3, 12):
        if sys.monitoring.get_tool(_TOOL) is None:
            sys.monitoring.use_tool_id(_TOOL, "witness")
            for event, tell in _tells().items():
                sys.monitoring.register_callback(_TOOL, getattr(sys.monitoring.events, event), tell)
        new = list(_all(code))
        _codes.extend(new)
        _listen(_left > 0, new)
    elif _left > 0:
        sys.settrace(_trace)


def again() -> None:
    """A forked child has its own first thread and its own number of lines, whatever its parent had left."""
    global _left, _strange, _main
    cut, _left, _strange, _main = _left <= 0, _LINES, _STRANGE, _thread.get_ident()
    open_ = [(frame, False) for frame, _ in _stacks.get(_main, [])]  # the calls are the parent's
    _stacks.clear()
    _stacks[_main] = open_
    if not cut:
        return
    if sys.version_info >= (3, 12):
        _listen(True)
    elif sys.gettrace() is None:
        sys.settrace(_trace)
        frame: Any = sys._getframe()
        while frame:
            if frame.f_code.co_filename == _program:
                frame.f_trace = _trace
            frame = frame.f_back


# -- Python 3.12 and later ---------------------------------------------------------------------------------------------

_stacks: dict[int, list[tuple[int, bool]]] = {}
"""Of each thread the program's frames that are open, by their identities, and whether the call was noted.

That an exception leaves a function, or enters a generator, is told of all code or of none, and of all it costs too
much. But where the program goes on afterwards tells as well. A frame itself must not be held: it keeps objects alive.
"""


_codes: list[Any] = []
"""All code that is followed."""


def _all(code: Any) -> Iterator[Any]:
    """A piece of code, and what is defined inside of it."""
    yield code
    for inside in code.co_consts:
        if type(inside) is type(code):
            yield from _all(inside)


def _listen(wanted: bool, codes: list[Any] = _codes) -> None:
    """Be told, or not any more, of what happens in pieces of code."""
    if sys.version_info >= (3, 12):
        events = sum(getattr(sys.monitoring.events, event) for event in _tells()) if wanted else 0
        for code in codes:
            sys.monitoring.set_local_events(_TOOL, code, events)


def _arrive(frame: Any) -> list[tuple[int, bool]]:
    """Let the stack end with this frame, in which the program is."""
    stack = _stacks.setdefault(_thread.get_ident(), [])
    if stack and stack[-1][0] == id(frame):
        return stack
    places = {key: place for place, (key, _) in enumerate(stack)}
    below = frame
    while below is not None and (below.f_code.co_filename != _program or id(below) not in places):
        below = below.f_back
    _leave(stack, places[id(below)] + 1 if below is not None else 0)
    if below is not frame:
        stack.append((id(frame), _is_function(frame.f_code)))
        _called(frame)
    return stack


def _leave(stack: list[tuple[int, bool]], length: int) -> None:
    while len(stack) > length:
        if stack.pop()[1]:
            _note("return", _whose())


def _line(_: Any, number: int) -> None:
    try:
        _arrive(sys._getframe(1))
        _ran(number)
    except BaseException as error:
        if not _failed(error):
            raise


def _start(*_: Any) -> None:
    try:
        if _is_deep():
            _cut()
        else:
            _arrive(sys._getframe(1))
    except BaseException as error:
        if not _failed(error):
            raise


def _end(*_: Any) -> None:
    try:
        stack = _arrive(sys._getframe(1))
        _leave(stack, len(stack) - 1)
    except BaseException as error:
        if not _failed(error):
            raise


def _tells() -> dict[str, Callable[..., None]]:
    """What to do at each event, as Python 3.11 tells of them: a generator is called at each step, and returns."""
    return {"LINE": _line, "PY_START": _start, "PY_RESUME": _start, "PY_RETURN": _end, "PY_YIELD": _end}


# -- Python 3.11 -------------------------------------------------------------------------------------------------------


def _trace(frame: Any, event: str, _: Any) -> Any:
    global _strange
    try:
        if frame.f_code.co_filename != _program:  # asked first: it is called for every function that is called at all
            _strange -= 1
            if _strange == 0:
                _cut()
            return None
        if _left <= 0 or (event == "call" and _is_deep()):
            _cut()
            return None
        if event == "line":
            _ran(frame.f_lineno)
        elif event == "call":
            _called(frame)
        elif event == "return":
            _returned(frame.f_code)
    except BaseException as error:
        if not _failed(error):
            raise
    return _trace


def trace_threads(threading: Any) -> None:
    """Follow the program's code in threads too; from Python 3.12 on that needs nothing."""
    if sys.version_info < (3, 12):
        threading.settrace(_trace)


# -- both --------------------------------------------------------------------------------------------------------------


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter tells of code before it runs it."""
    if event == "exec" and getattr(arguments[0], "co_filename", None) == _program:
        hooks.quietly(_follow, arguments[0])
