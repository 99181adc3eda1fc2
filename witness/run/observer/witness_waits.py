"""The observer's fourth part: where the first thread of a process waits, and for what.

Of waits inside one another the outermost counts: it says what the program is there for, `Process.join` and not the
`waitpid` in it. Whether a call will have to wait nobody knows beforehand, so each is written down with its two moments;
only a lock is tried first, as the system does it too. What waits inside a call that does more, such as `Process.start`,
is called by what that call is there for; so is what waits at the queue of tasks that a worker is there to serve.
`witness_calls` says which calls these are.
"""

from __future__ import annotations

import _thread

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WAITS, _CALLS = 250, 5000  # in each process: a loop must not cost more than it shows, whether it waits or not
_note: Callable[..., None]
_main = _thread.get_ident()
_left = _WAITS
_calls = _CALLS
_depth = 0  # of calls that wait inside one another
_waiting = False  # whether the outermost is written down
_instead = ""  # for what it waits where the call around it says more than the call that waits
_tasks = object()  # the queue of tasks that this process is there to serve, if it is


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note


def again() -> None:
    """A forked child has a first thread and waits of its own."""
    global _main, _left, _calls, _depth, _waiting, _instead, _tasks
    _main, _left, _calls, _depth, _waiting, _instead = _thread.get_ident(), _WAITS, _CALLS, 0, False, ""
    _tasks = object()


def serve(queue: object) -> None:
    """Call a wait for what comes out of this queue by what it is: a task."""
    global _tasks
    _tasks = queue


def follow(
    holder: Any,
    name: str,
    what: str,
    whom: Callable[..., object] = lambda *_: 0,
    thing: Callable[..., str] = lambda *_: "",
) -> None:
    """Follow a function that may wait, of a module or a class.

    Args:
        holder: where it is found.
        name: its name there.
        what: for what it waits.
        whom: gets its arguments, and gives the PID of whom it waits for, 0 for nobody in particular, or something else
            if it is not going to wait at all.
        thing: gets them too, and gives what it waits for a name, if others can do something with it.
    """
    function = getattr(holder, name, None)
    if function is None:
        return

    def call(*args: Any, **kwargs: Any) -> Any:
        # Once its waits are written down, a call costs next to nothing more; each call of ours here counts.
        counts = (_left or _depth) and _is_first()
        answer = None
        try:
            if counts:
                hooks.quietly(_before, what, whom, args, thing)
            answer = function(*args, **kwargs)
            return answer
        except BaseException as error:
            hooks.hide(error)
            raise
        finally:
            if counts:
                hooks.quietly(_over, answer)

    hooks.replace(holder, name, call)


def _is_first() -> bool:
    """Whether this is the first thread; a function of its own, so that no profile counts what it calls."""
    return _thread.get_ident() == _main


def thread() -> int:
    """The thread, 0 for the first."""
    return 0 if _is_first() else _thread.get_ident()


def _before(what: str, whom: Callable[..., object], args: tuple[Any, ...], thing: Callable[..., str]) -> None:
    """The first thread is about to wait."""
    global _depth, _waiting, _left, _calls
    _calls -= 1
    if _calls == 0:
        _left = 0
    _depth += 1
    if _depth == 1 and _left and isinstance(of := whom(*args), int):
        _left -= 1
        if args and args[0] is _tasks:
            what = "task"
        _note("waits", _instead or what, 0 if _instead else of, "" if _instead else thing(*args))
        _waiting = True


def _over(answer: Any) -> None:
    global _depth, _waiting
    if _depth:  # a child that a signal's handler forked has no call to come back from
        _depth -= 1
        if _depth == 0 and _waiting:
            _waiting = False
            _note("woke", answer if type(answer) in (int, bool) and answer.bit_length() < 32 else None)


def around(holder: Any, name: str, what: str) -> None:
    """Call the waits inside a function, which does more than wait, by what the function is there for."""

    def name_them(what: str) -> None:
        global _instead
        if _thread.get_ident() == _main:
            _instead = what

    hooks.watch(holder, name, before=lambda *_: name_them(what), over=lambda _: name_them(""))


def taken(acquire: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], known: Any) -> Any:
    """Take a lock, and note a wait, if it is known for what, only where it is not to be had at once."""
    if (args or kwargs) and not hooks.quietly(_may_wait, args, kwargs):
        return acquire(*args, **kwargs)
    if acquire(False):
        return True
    counts = known and (_left or _depth) and _is_first()
    try:
        if counts:
            _before(known.what, lambda: 0, (), lambda: known.name)
        return acquire(*args, **kwargs)
    finally:
        if counts:
            _over(None)


def _may_wait(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether these arguments let a lock wait: they may forbid it, or be none that it takes."""
    return _wants(*args, **kwargs)


def _wants(block: Any = True, timeout: float | None = None) -> bool:
    return bool(block) and (timeout is None or timeout == timeout + 0)
