"""The observer's fifth part: what processes say to one another through the queues and pipes of `multiprocessing`.

Of each message two things are noted where it is sent, and two where it is received: before, at which end of which pipe,
and after, how many bytes it had. A pipe keeps its order, so the message that comes out as the tenth went in as the
tenth: which of them that was, `witness.run.messages` finds, or says nothing. An end of a pipe is known in every process
by its inode. A `Queue` is written to by a thread of its own, later than `put`: what was put is known by its identity,
until it is pickled. Only pipes of the program's own count, not those that a `Pool` or a manager makes for itself.
"""

from __future__ import annotations

import _thread
import os
import sys

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MESSAGES = 40  # of each end of a pipe in each process, in and out: more are not drawn
_CALLS = 600  # in each process: a loop must not cost more than it shows, whatever it sends
_TEXT = 20  # letters of a message; what is longer is cut
_OURS = ("multiprocessing.connection", "multiprocessing.context", "multiprocessing.queues")
_note: Callable[..., None]
_calls = _CALLS  # that are still looked at
_number = 0  # of what was put
_put: dict[tuple[int, int], list[int]] = {}  # by the identities of a queue's buffer and what was put there, its numbers
_puts_left: dict[int, int] = {}  # of each queue, how many more are noted
# Of each thread what it has pickled: the identity of the bytes, its number, 0 if it has none, and its text.
_next: dict[int, tuple[int, int, str]] = {}
_open: dict[int, list[bool]] = {}  # of each thread the messages on their way, inside one another; whether each is noted
_left: dict[tuple[int, bool], int] = {}  # of each end, in and out, how many more are noted
_others: frozenset[int] = frozenset()  # ends that are not the program's
_putting: dict[int, tuple[tuple[int, int], int]] = {}  # of each thread what it is about to put: where it is in `_put`


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note
    hooks.when_imported("multiprocessing.connection", _connections)
    hooks.when_imported("multiprocessing.queues", _queues)


def again() -> None:
    """A forked child begins with empty buffers: new ones, for another thread may have been at the old ones.

    Without the GIL, that thread may have locked them, and is not there to unlock them.
    """
    global _calls, _put, _puts_left, _next, _open, _putting, _left
    _calls = _CALLS
    _put, _puts_left, _next, _open, _putting, _left = {}, {}, {}, {}, {}, {}


def _connections(module: Any) -> None:
    hooks.watch(module, "Pipe", after=_made)
    _follow(module.Connection, "_send_bytes", _sends, _sent)
    _follow(module.Connection, "_recv_bytes", _receives, _received)
    module._ForkingPickler = _followed(module._ForkingPickler)


def _queues(module: Any) -> None:
    module._ForkingPickler = _followed(module._ForkingPickler)
    for kind in (module.Queue, module.JoinableQueue):
        _follow(kind, "put", _puts, _has_put)


def _follow(kind: Any, name: str, before: Callable[..., None], over: Callable[[bool, Any], None]) -> None:
    """Tell of each call of a method, before it and, with its result if it has one, when it is over."""
    function = getattr(kind, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        looks = _calls > 0
        returned, result = False, None
        try:
            if not looks:  # a call costs next to nothing more, once there were enough
                return function(*args, **kwargs)
            hooks.quietly(before, *args)
            result = function(*args, **kwargs)
            returned = True
        except BaseException as error:
            hooks.hide(error)
            raise
        finally:
            if looks:
                hooks.quietly(over, returned, result)
        return result

    hooks.replace(kind, name, call)


def _followed(other: Any) -> Any:
    """Another pickler for where these modules find theirs, which sees what they are about to send."""

    class ForkingPickler(other):  # type: ignore[misc]
        @classmethod
        def dumps(cls, thing: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                known = hooks.quietly(_pickles, thing) if _calls > 0 else None
                data = other.dumps(thing, *args, **kwargs)
                if known:
                    hooks.quietly(_has_pickled, data, *known)
            except BaseException as error:
                hooks.hide(error)
                raise
            return data

    ForkingPickler.__module__, ForkingPickler.__qualname__ = other.__module__, other.__qualname__
    return ForkingPickler


def _made(ends: Any, *_: Any) -> None:
    """A pipe: whose, and what its ends are."""
    global _others
    frame: Any = sys._getframe(3)  # that which called `Pipe`
    kind, where = "pipe", ""
    while frame is not None and ((where := hooks.module(frame)) in _OURS or not where):
        kind = "queue" if where == "multiprocessing.queues" else kind
        frame = frame.f_back
    first, second = (_end(connection) for connection in ends)
    own = frame is not None and not where.startswith(("multiprocessing.", "concurrent."))
    for way in (first, False), (first, True), (second, False), (second, True):
        _left.pop(way, None)  # there may have been another pipe of this number
    _others = _others - {first, second} if own else _others | {first, second}
    if own:
        _note("pipe", kind, first, second)


def _end(connection: Any) -> int:
    return os.fstat(connection._handle).st_ino


def _counts(end: int, is_sent: bool) -> bool:
    """Whether a message at this end is noted."""
    global _calls
    _calls -= 1
    if _calls <= 0:
        _note("silent", 0, is_sent)
    left = 0 if end in _others else _left.get((end, is_sent), _MESSAGES)
    if left > 0:
        _left[end, is_sent] = left - 1
    if left == 1:
        _note("silent", end, is_sent)
    return left > 1 and _calls > 0


def _puts(queue: Any, thing: Any, *_: Any) -> None:
    """The program puts something into a queue, for its thread to send."""
    global _number
    end = _end(queue._writer)
    left = _puts_left.get(end, _MESSAGES)  # it may put much more than its thread comes to send
    if left > 0 and end not in _others and _left.get((end, True), 1) > 0:
        _puts_left[end] = left - 1
        _number += 1
        key = id(queue._buffer), id(thing)
        _put.setdefault(key, []).append(_number)
        _putting[_thread.get_ident()] = key, _number
        _note("put", _number, _text(thing))


def _has_put(returned: bool, _: Any) -> None:
    key, number = _putting.pop(_thread.get_ident(), ((0, 0), 0))
    if number and not returned:  # the queue was full or closed
        _forget(key, number)
        _note("unput", number)


def _forget(key: tuple[int, int], number: int) -> None:
    if number in (numbers := _put.get(key, [])):
        numbers.remove(number)
        if not numbers:
            del _put[key]


def _pickles(thing: Any) -> tuple[int, str]:
    """A thread is about to send this, or fails to pickle it: the number that it was put by, and what it says."""
    frame, number = sys._getframe(3), 0
    if frame.f_code.co_name == "_feed":  # the thread of a queue, and not somebody who sends the same
        key = id(frame.f_locals["buffer"]), id(thing)
        number = _put.get(key, [0])[0]
        _forget(key, number)
    return number, _text(thing)


def _has_pickled(data: Any, number: int, text: str) -> None:
    _next[_thread.get_ident()] = id(data.obj), number, text


def _sends(connection: Any, data: Any) -> None:
    thread = _thread.get_ident()
    end = _end(connection)
    known = _next.pop(thread, None)
    number, text = known[1:] if known and type(data) is memoryview and known[0] == id(data.obj) else (0, None)
    noted = _counts(end, True)
    _open.setdefault(thread, []).append(noted)
    if noted:
        _note("sends", end, thread, len(data), number, _text(data) if text is None else text)


def _sent(returned: bool, _: Any) -> None:
    thread = _thread.get_ident()
    if _open[thread].pop():
        _note("sent", thread, returned)


def _receives(connection: Any, *_: Any) -> None:
    thread = _thread.get_ident()
    end = _end(connection)
    noted = _counts(end, False)
    _open.setdefault(thread, []).append(noted)
    if noted:
        _note("receives", end, thread)


def _received(returned: bool, data: Any) -> None:
    thread = _thread.get_ident()
    if _open[thread].pop():
        _note("received", thread, len(data.getbuffer()) if returned and data is not None else None)


def _text(thing: Any) -> str:
    """What a message says, as far as that is short and plain: no code of the program is run for it."""
    if type(thing) is memoryview:
        thing = thing.tobytes() if thing.nbytes <= _TEXT else None
    return _words(thing) if _is_plain(thing, 3) else ""


def _is_plain(thing: Any, depth: int) -> bool:
    kind = type(thing)
    if kind in (tuple, list):
        return depth > 0 and len(thing) <= _TEXT and all(_is_plain(one, depth - 1) for one in thing)
    if kind is dict:
        inside = [*thing, *thing.values()] if len(thing) <= _TEXT else [object]
        return depth > 0 and all(_is_plain(one, depth - 1) for one in inside)
    return kind in (str, bytes, float, bool, type(None)) or (kind is int and thing.bit_length() <= 80)


def _words(thing: Any) -> str:
    """The `repr` of what is plain, cut; of a long text only what is shown is looked at."""
    if type(thing) in (str, bytes):
        thing = thing[: _TEXT + 1]
    text = repr(thing)
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
