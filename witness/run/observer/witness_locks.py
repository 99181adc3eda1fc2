"""The observer's sixth part: who holds a lock or a semaphore of `multiprocessing` from when to when.

That it was acquired is noted after it was, and that it is released before it is: the lock was held at least between the
two, so of two who hold one after the other the first is noted to the end before the second begins. A lock goes by the
name that the system has for it, or, where it has none any more, by a number that forked children inherit. Only what
the program does itself counts, and not what a queue or an event does with the locks that it is made of.
"""

from __future__ import annotations

import os
import sys

import witness_hooks as hooks  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_waits as waits  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_HOLDS, _CALLS = 50, 500  # in each process: a loop must not cost more than it shows, whatever locks it takes
_RECURSIVE = 0  # the kind of an `RLock`
_THROUGH = (
    *("Condition.__enter__", "Condition.__exit__", "Condition.wait_for"),
    *("SynchronizedBase.__enter__", "SynchronizedBase.__exit__"),
)
_LIBRARY = ("multiprocessing.", "concurrent.", "threading")
_note: Callable[..., None]
_left = _HOLDS
_calls = _CALLS  # that are still looked at
_held: dict[str, int] = {}  # how often each is held, of those of which that is noted
_names: dict[int, str] = {}  # of what has no name, by its identity; each new one is named anew
_count = 0  # of names that were given


class _Known:
    """A lock that is followed. Nothing here keeps the lock itself: it goes when the program lets it go."""

    def __init__(self, lock: Any) -> None:
        self.what = "semaphore" if "Semaphore" in type(lock).__name__ else "lock"
        self.name = name(lock)
        self.semaphore = lock._semlock


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note
    hooks.when_imported("multiprocessing.synchronize", _locks)
    hooks.when_imported("multiprocessing.queues", _queues)


def again() -> None:
    """A forked child holds nothing that it can be told to hold."""
    global _left, _calls, _held
    _left, _calls, _held = _HOLDS, _CALLS, {}  # a new one, see `witness_messages`


def _locks(module: Any) -> None:
    lock = module.SemLock
    make_methods, leave = lock._make_methods, lock.__exit__

    def enter(self: Any) -> Any:
        try:
            known = _known(self)
            got = waits.taken(self._semlock.acquire, (), {}, known)
            if _calls > 0 and known:
                _has(known)
        except BaseException as error:
            hooks.hide(error)
            raise
        return got

    def _exit(self: Any, *args: Any) -> Any:
        try:
            try:
                if (_calls > 0 or _held) and (known := _known(self)):
                    hooks.quietly(_gives, known)
            finally:  # whatever a signal's handler has raised meanwhile, the program would have released it
                result = leave(self, *args)
        except BaseException as error:
            hooks.hide(error)
            raise
        return result

    def _make_methods(self: Any) -> None:
        make_methods(self)
        hooks.quietly(_watch, self)

    lock.__enter__, lock.__exit__, lock._make_methods = enter, _exit, _make_methods
    hooks.watch(
        module.Condition,
        "_make_methods",
        before=lambda self: _part(self._sleeping_count, self._woken_count, self._wait_semaphore),
    )


def _queues(module: Any) -> None:
    hooks.watch(module.Queue, "_reset", after=lambda _, self, *__, **___: _part(self._rlock, self._wlock, self._sem))
    for name in ("__init__", "__setstate__"):
        hooks.watch(module.SimpleQueue, name, after=lambda _, self, *__: _part(self._rlock, self._wlock))


def _watch(lock: Any) -> None:
    """Follow a lock that has just been made, or has come from another process."""
    global _count
    if not lock._semlock.name:
        _count += 1
        _names[id(lock._semlock)] = f"{os.getpid()}.{_count}"
    acquire, release, known = lock.acquire, lock.release, _Known(lock)

    def take(*args: Any, **kwargs: Any) -> Any:
        try:
            got = waits.taken(acquire, args, kwargs, known)
            if got and _calls > 0:
                _has(known)
        except BaseException as error:
            hooks.hide(error)
            raise
        return got

    def give(*args: Any, **kwargs: Any) -> Any:
        try:
            try:
                if _calls > 0 or _held:
                    hooks.quietly(_gives, known)
            finally:  # as above
                result = release(*args, **kwargs)
        except BaseException as error:
            hooks.hide(error)
            raise
        return result

    take.known = known  # type: ignore[attr-defined]  # a table would be asked by `id`, which is audited, so slow
    lock.acquire, lock.release = take, give


def _part(*locks: Any) -> None:
    """These are parts of something else."""
    for lock in locks:
        lock.acquire.known.name, lock.release = "", lock._semlock.release


def _known(lock: Any) -> _Known | None:
    return getattr(lock.acquire, "known", None)  # the program may have put its own there


def name(lock: Any) -> str:
    """What a lock goes by, in all processes."""
    return lock._semlock.name or _names.get(id(lock._semlock), "")


def _has(known: _Known) -> None:
    try:
        hooks.quietly(_took, known)
    except BaseException:  # a signal's handler raised it: for the program that was before it had the lock
        known.semaphore.release()
        raise


def _took(known: _Known) -> None:
    global _left, _calls
    if known.name:
        _calls -= 1
        if is_own(sys._getframe(4), known.semaphore):  # who called `acquire`, or entered
            _left -= 1
            if _left == 0:
                _calls = 0
            _held[known.name] = _held.get(known.name, 0) + 1
            _note("took", known.what, known.name, waits.thread())


def _gives(known: _Known) -> None:
    global _calls
    held = _held.get(known.name, 0)
    if not known.name or not (held or _calls > 0):
        return
    if known.semaphore.kind == _RECURSIVE and not known.semaphore._is_mine():
        return  # only its holder can release it
    _calls -= 1
    if is_own(sys._getframe(3), known.semaphore):
        if held > 1:
            _held[known.name] = held - 1
        else:
            _held.pop(known.name, None)
        _note("gives", known.name, waits.thread())


def is_own(frame: Any, semaphore: Any = None) -> bool:
    """Whether it is the program that does this, be it by a condition whose lock is made of this semaphore."""
    while frame is not None:
        if where := hooks.module(frame):
            if not where.startswith(_LIBRARY):
                return bool(where != "?")  # a property of a shared value is in no module
            does = frame.f_code.co_qualname
            if does not in _THROUGH and (
                does != "Condition.wait" or frame.f_locals["self"]._lock._semlock is not semaphore
            ):
                return False
        frame = frame.f_back
    return False
