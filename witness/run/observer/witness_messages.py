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

_MESSAGES = 100  # of each end of a pipe in each process, in and out
_CALLS = 1000  # in each process: a loop must not cost more than it shows, whatever it sends
_TEXT = 20  # letters of a message; what is longer is cut
_OURS = ("multiprocessing.connection", "multiprocessing.context", "multiprocessing.queues")
_note: Callable[..., None]
_calls = _CALLS  # that are still looked at
_number = 0  # of what was put
_put: dict[int, list[int]] = {}  # by the identity of what was put, its numbers
_next: dict[
    int, tuple[int, str]
] = {}  # of each thread, what it has pickled: its number, 0 if it has none, and its text
_open: dict[int, list[bool]] = {}  # of each thread the messages on their way, inside one another; whether each is noted
_left: dict[
    tuple[int, bool], int
] = {}  # of each end, in and out: how many more are noted; -1 if it is not the program's
_putting: dict[int, tuple[int, int]] = {}  # of each thread, what it is about to put: its identity and its number


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note
    hooks.when_imported("multiprocessing.connection", _connections)
    hooks.when_imported("multiprocessing.queues", _queues)


def again() -> None:
    """A forked child begins with empty buffers."""
    global _calls
    _calls = _CALLS
    for known in (_put, _next, _open, _putting):
        known.clear()
    for way, left in _left.items():
        _left[way] = left if left < 0 else _MESSAGES


def _connections(module: Any) -> None:
    hooks.watch(module, "Pipe", after=_made)
    _follow(module.Connection, "_send_bytes", _sends, _sent)
    _follow(module.Connection, "_recv_bytes", _receives, _received)
    module._ForkingPickler = _Pickler(module._ForkingPickler)


def _queues(module: Any) -> None:
    module._ForkingPickler = _Pickler(module._ForkingPickler)
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


class _Pickler:
    """Stands where these modules find theirs, and sees what they are about to send."""

    def __init__(self, other: Any) -> None:
        self.loads, self._dumps = other.loads, other.dumps

    def dumps(self, thing: Any, *args: Any) -> Any:
        try:
            if _calls > 0:
                hooks.quietly(_pickles, thing)
            return self._dumps(thing, *args)
        except BaseException as error:
            hooks.hide(error)
            raise


def _made(ends: Any, *_: Any) -> None:
    """A pipe: whose, and what its ends are."""
    frame: Any = sys._getframe(3)  # that which called `Pipe`
    kind, where = "pipe", ""
    while frame is not None and ((where := hooks.module(frame)) in _OURS or not where):
        kind = "queue" if where == "multiprocessing.queues" else kind
        frame = frame.f_back
    first, second = (_end(connection) for connection in ends)
    own = frame is not None and not where.startswith(("multiprocessing.", "concurrent."))
    _left.update(
        dict.fromkeys(((end, way) for end in (first, second) for way in (False, True)), _MESSAGES if own else -1)
    )
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
    left = _left.get((end, is_sent), _MESSAGES)
    if left > 0:
        _left[end, is_sent] = left - 1
    if left == 1:
        _note("silent", end, is_sent)
    return left > 1 and _calls > 0


def _puts(queue: Any, thing: Any, *_: Any) -> None:
    """The program puts something into a queue, for its thread to send."""
    global _number
    if _left.get((_end(queue._writer), True), 1) > 0:
        _number += 1
        _put.setdefault(id(thing), []).append(_number)
        _putting[_thread.get_ident()] = id(thing), _number
        _note("put", _number)


def _has_put(returned: bool, _: Any) -> None:
    identity, number = _putting.pop(_thread.get_ident(), (0, 0))
    if number and not returned:  # the queue was full or closed
        _forget(identity, number)
        _note("unput", number)


def _forget(identity: int, number: int) -> None:
    if number in (numbers := _put.get(identity, [])):
        numbers.remove(number)
        if not numbers:
            del _put[identity]


def _pickles(thing: Any) -> None:
    """A thread is about to send this, or fails to pickle it."""
    feeds = sys._getframe(3).f_code.co_name == "_feed"  # the thread of a queue, and not somebody who sends the same
    number = _put.get(id(thing), [0])[0] if feeds else 0
    _forget(id(thing), number)
    _next[_thread.get_ident()] = number, _text(thing)


def _sends(connection: Any, data: Any) -> None:
    thread = _thread.get_ident()
    end = _end(connection)
    number, text = _next.pop(thread) if thread in _next else (0, None)
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
    if isinstance(thing, memoryview):
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
