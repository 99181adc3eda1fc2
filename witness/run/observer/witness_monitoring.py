"""Lines and calls on Python 3.12 and later: the interpreter tells of the program's code alone (`sys.monitoring`)."""

from __future__ import annotations

import _thread
import sys

import witness_steps as steps  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_TOOL = 3  # one of the identifiers that no kind of tool has claimed

_stacks: dict[int, list[tuple[int, bool]]] = {}
"""Of each thread the program's frames that are open, by their identities, and whether the call was noted.

That an exception leaves a function, or enters a generator, is told of all code or of none, and of all it costs too
much. But where the program goes on afterwards tells as well. A frame itself must not be held: it keeps objects alive.
"""
_codes: list[Any] = []
"""All code that is followed."""


def begin() -> None:
    """There is nothing to prepare."""


def follow(code: Any) -> None:
    """Follow the program's code, all of it, from the moment before it runs."""
    if sys.version_info >= (3, 12):
        if sys.monitoring.get_tool(_TOOL) is None:
            sys.monitoring.use_tool_id(_TOOL, "witness")
            for event, tell in _tells().items():
                sys.monitoring.register_callback(_TOOL, getattr(sys.monitoring.events, event), tell)
        new = list(_all(code))
        _codes.extend(new)
        _listen(steps.left > 0, new)


def stop() -> None:
    """Follow no code any more."""
    _listen(False)


def again(was_cut: bool) -> None:
    """Go on in a forked child; the calls that are open are its parent's."""
    global _stacks
    _stacks = {steps.main: [(frame, False) for frame, _ in _stacks.get(steps.main, [])]}
    if was_cut:
        _listen(True)


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
    while below is not None and (below.f_code.co_filename != steps.program or id(below) not in places):
        below = below.f_back
    _leave(stack, places[id(below)] + 1 if below is not None else 0)
    if below is not frame:
        stack.append((id(frame), steps.is_function(frame.f_code)))
        steps.called(frame)
    return stack


def _leave(stack: list[tuple[int, bool]], length: int) -> None:
    while len(stack) > length:
        if stack.pop()[1]:
            steps.returned()


def _line(_: Any, number: int) -> None:
    try:
        _arrive(sys._getframe(1))
        steps.ran(number)
    except BaseException as error:
        if not steps.failed(error):
            raise


def _start(*_: Any) -> None:
    try:
        if steps.is_deep():
            steps.cut()
        else:
            _arrive(sys._getframe(1))
    except BaseException as error:
        if not steps.failed(error):
            raise


def _end(*_: Any) -> None:
    try:
        stack = _arrive(sys._getframe(1))
        _leave(stack, len(stack) - 1)
    except BaseException as error:
        if not steps.failed(error):
            raise


def _tells() -> dict[str, Callable[..., None]]:
    """What to do at each event, as Python 3.11 tells of them: a generator is called at each step, and returns."""
    return {"LINE": _line, "PY_START": _start, "PY_RESUME": _start, "PY_RETURN": _end, "PY_YIELD": _end}
