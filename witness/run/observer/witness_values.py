"""The observer's seventh part: what processes read from a shared `Value`, and write to it.

What is in shared memory changes with no call that could be seen. But the `value` of a `Value` that has a lock is a
property, which holds the lock while it reads or writes; what it does is noted in there, so no two notes overlap, and
their order is the order of what happened. What goes past the property, by `get_obj()` or without a lock, is not seen.
The property has the text that `multiprocessing.sharedctypes` gives it, but for our calls: so a traceback is the same.
"""

from __future__ import annotations

import witness_hooks as hooks  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_locks as locks  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ACCESSES = 40  # in each process: a loop must not cost more than it shows
_TEXT = 20  # letters of a value; what is longer is cut
_PROPERTY = """
def getvalue(self):
    self.acquire()
    try:
        return noted(self, self._obj.value)
    finally:
        self.release()
def setvalue(self, value):
    self.acquire()
    try:
        before = kept(self); self._obj.value = value; noted(self, before, True)
    finally:
        self.release()
value = property(getvalue, setvalue)
"""
_note: Callable[..., None]
_left = _ACCESSES
_kind: Any = None  # of shared values, once there are any
_own: Any = None  # its property


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note
    hooks.when_imported("multiprocessing.sharedctypes", _find)


def again() -> None:
    """A forked child has accesses of its own."""
    if _kind is not None:
        _follow()


def _find(module: Any) -> None:
    global _kind, _own
    _kind, _own = module.Synchronized, module.Synchronized.value
    _follow()


def _follow() -> None:
    global _left
    _left = _ACCESSES
    made: dict[str, Any] = {"noted": _noted, "kept": _kept}
    exec(_PROPERTY, made)  # as `make_property` does
    _kind.value = made["value"]


def _kept(shared: Any) -> Any:
    """What is there before it is written."""
    return shared._obj.value


def _noted(shared: Any, value: Any, is_written: bool = False) -> Any:
    try:
        hooks.quietly(_tell, shared, value, is_written)
    except BaseException as error:  # of a signal's handler
        hooks.hide(error)
        raise
    return value


def _tell(shared: Any, value: Any, is_written: bool) -> None:
    """Note an access; of a written one `value` is what was there before."""
    global _left
    thing = f"{locks.name(shared._lock)} {shared._obj._wrapper._state[0][1]}"  # its lock may be that of others, too
    _left -= 1
    if _left == 0:  # from here on not all of it is written down, and nothing costs more
        _note("reads", "", "")
        _kind.value = _own
    elif _left < 0:  # another thread was in the middle of it
        pass
    elif is_written:
        _note("writes", thing, _text(value), _text(shared._obj.value))
    else:
        _note("reads", thing, _text(value))


def _text(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
