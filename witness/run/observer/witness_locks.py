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

_HOLDS = 100  # in each process: a loop must not cost more than it shows
_THROUGH = (
    *("Condition.__enter__", "Condition.__exit__", "Condition.wait_for"),
    *("SynchronizedBase.__enter__", "SynchronizedBase.__exit__"),
)
_LIBRARY = ("multiprocessing.", "concurrent.", "threading")
_note: Callable[..., None]
_left = _HOLDS
_held: dict[str, int] = {}  # how often each is held, as far as that is noted
_names: dict[int, str] = {}  # of what has no name, by its identity; each new one is named anew
_watched: set[int] = set()  # the identities of those that are not part of something else


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down."""
    global _note
    _note = note
    hooks.when_imported("multiprocessing.synchronize", _locks)
    hooks.when_imported("multiprocessing.queues", _queues)


def again() -> None:
    """A forked child holds nothing that it can be told to hold."""
    global _left
    _left = _HOLDS
    _held.clear()


def _locks(module: Any) -> None:
    lock = module.SemLock
    make_methods, leave = lock._make_methods, lock.__exit__

    def enter(self: Any) -> Any:
        try:
            return _take(self, self._semlock.acquire, (), {})
        except BaseException as error:
            hooks.hide(error)
            raise

    def _exit(self: Any, *args: Any) -> Any:
        try:
            if id(self) in _watched:
                hooks.quietly(_gives, self)
            return leave(self, *args)
        except BaseException as error:
            hooks.hide(error)
            raise

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
    _watched.add(id(lock))
    semaphore = lock._semlock
    if not semaphore.name:
        _names[id(semaphore)] = f"{os.getpid()}.{len(_names)}.{id(semaphore)}"
    acquire, release = lock.acquire, lock.release

    def take(*args: Any, **kwargs: Any) -> Any:
        try:
            return _take(lock, acquire, args, kwargs)
        except BaseException as error:
            hooks.hide(error)
            raise

    def give(*args: Any, **kwargs: Any) -> Any:
        try:
            hooks.quietly(_gives, lock)
            return release(*args, **kwargs)
        except BaseException as error:
            hooks.hide(error)
            raise

    lock.acquire, lock.release = take, give


def _part(*locks: Any) -> None:
    """These are parts of something else."""
    for lock in locks:
        if id(lock) in _watched:
            _watched.discard(id(lock))
            lock.release = lock._semlock.release


def name(lock: Any) -> str:
    """What a lock goes by, in all processes."""
    return lock._semlock.name or _names.get(id(lock._semlock), "")


def _kind(lock: Any) -> str:
    return "semaphore" if "Semaphore" in type(lock).__name__ else "lock"


def _take(lock: Any, acquire: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    watched = id(lock) in _watched
    got = waits.taken(acquire, args, kwargs, _kind(lock), name(lock) if watched else "")
    if got and watched and _left > 0:
        hooks.quietly(_took, lock)
    return got


def _took(lock: Any) -> None:
    global _left
    if is_own(sys._getframe(4), lock):  # who called `acquire`, or entered
        _left -= 1
        _held[name(lock)] = _held.get(name(lock), 0) + 1
        _note("took", _kind(lock), name(lock), waits.thread())


def _gives(lock: Any) -> None:
    held = _held.get(name(lock), 0)
    if (held or _left > 0) and is_own(sys._getframe(3), lock):
        _held[name(lock)] = max(0, held - 1)
        _note("gives", name(lock), waits.thread())


def is_own(frame: Any, lock: Any = None) -> bool:
    """Whether it is the program that does this, be it by a condition whose lock this is."""
    while frame is not None:
        if where := hooks.module(frame):
            if not where.startswith(_LIBRARY):
                return bool(where != "?")  # a property of a shared value is in no module
            does = frame.f_code.co_qualname
            if does not in _THROUGH and not (does == "Condition.wait" and frame.f_locals["self"]._lock is lock):
                return False
        frame = frame.f_back
    return False
