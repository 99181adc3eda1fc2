"""Which calls of the standard library wait, and for what, and which of them send signals."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # typeshed has only `signal`, which costs a millisecond
import os
import sys
import time

import witness_hooks as hooks  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_locks as locks  # type: ignore[import-not-found]
import witness_waits as waits  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_SETS = 100  # in each process: a loop must not cost more than it shows
_left = _SETS
_note: Callable[..., None]


def begin(note: Callable[..., None]) -> None:
    """Take the observer's way to write down, and follow what waits and what sends signals."""
    global _note
    _note = note
    waits.begin(note)
    for name in ("wait", "wait3"):
        waits.follow(os, name, "child")
    for name in ("waitpid", "wait4"):
        waits.follow(os, name, "child", lambda pid, options: None if options & os.WNOHANG else pid)
    waits.follow(os, "waitid", "child", _by_id)
    waits.follow(os, "read", "data")
    waits.follow(time, "sleep", "time")
    for name in ("pause", "sigwait", "sigwaitinfo", "sigtimedwait"):
        waits.follow(_signal, name, "signal")
    for module, follow in _LATER.items():
        hooks.when_imported(module, follow)
    hooks.watch(os, "kill", before=_sends, over=_sent)
    hooks.watch(os, "killpg", before=lambda group, number: _sends(-group, number), over=_sent)
    hooks.watch(_signal, "raise_signal", before=lambda number: _sends(os.getpid(), number), over=_sent)
    hooks.watch(_signal, "pidfd_send_signal", before=lambda fd, number, *_: _sends(_process(fd), number), over=_sent)


def again() -> None:
    """A forked child has its own number of events to set."""
    global _left
    _left = _SETS


def _by_id(kind: int, pid: int, options: int) -> int | None:
    return None if options & os.WNOHANG else pid if kind == os.P_PID else 0


def _joins(module: Any) -> None:
    waits.around(module.BaseProcess, "start", "start")
    waits.follow(module.BaseProcess, "join", "child", lambda process, *_: process.pid)


def _locks(module: Any) -> None:
    """Follow what is made of locks; `witness_locks` follows them themselves."""
    waits.follow(
        module.Condition, "wait", "condition", thing=lambda condition, *_: locks.name(condition._wait_semaphore)
    )
    waits.follow(module.Event, "wait", "event", _will_wait, lambda event, *_: locks.name(event._flag))
    for name in ("notify", "notify_all"):
        hooks.watch(module.Condition, name, before=_notifies)
    hooks.watch(module.Event, "set", before=lambda event: _sets("event", event._flag))


def _will_wait(event: Any, *_: Any) -> int | None:
    return 0 if event._flag._semlock._is_zero() else None


def _notifies(condition: Any, *_: Any) -> None:
    if _left > 0 and locks.is_own(sys._getframe(3)):  # who called it
        _sets("condition", condition._wait_semaphore)


def _sets(what: str, semaphore: Any) -> None:
    global _left
    if _left > 0:
        _left -= 1
        _note("sets", what, locks.name(semaphore))


def _barrier(barrier: Any, *_: Any) -> str:
    """What a barrier goes by, and how many meet there; one of threads goes by nothing."""
    condition = barrier._cond
    return f"{locks.name(condition._wait_semaphore)} {barrier.parties}" if hasattr(condition, "_wait_semaphore") else ""


def _messages(module: Any) -> None:
    for kind in ("Queue", "SimpleQueue"):
        waits.follow(getattr(module, kind), "get", "message")
    for queue in (module.Queue, module.JoinableQueue):
        waits.follow(queue, "put", "room", lambda queue, *_: 0 if queue._sem._semlock._is_zero() else None)
    waits.follow(module.JoinableQueue, "join", "tasks")


def _connections(module: Any) -> None:
    for name in ("recv", "recv_bytes", "recv_bytes_into", "poll"):
        waits.follow(module._ConnectionBase, name, "message")
    waits.follow(module, "wait", "message")


def _pools(module: Any) -> None:
    waits.follow(module.ApplyResult, "wait", "result")
    waits.follow(module.IMapIterator, "next", "result")
    module.IMapIterator.__next__ = module.IMapIterator.next
    waits.follow(module.Pool, "join", "workers")
    waits.around(module.Pool, "terminate", "workers")


def _futures(module: Any) -> None:
    for name in ("result", "exception"):
        waits.follow(module.Future, name, "result")
    waits.follow(module, "wait", "result")
    answer = type("Event", (module.threading.Event,), {})  # what `as_completed` waits at
    waits.follow(answer, "wait", "result")
    hooks.watch(module._Waiter, "__init__", after=lambda _, waiter: setattr(waiter.event, "__class__", answer))


def _executors(module: Any) -> None:
    waits.follow(module.ProcessPoolExecutor, "shutdown", "workers")


def _threads(module: Any) -> None:
    waits.around(module.Thread, "start", "start")
    waits.follow(module.Thread, "join", "thread", lambda thread, *_: 0 if module.Thread.is_alive(thread) else None)
    for kind in ("Condition", "Event"):
        waits.follow(getattr(module, kind), "wait", kind.lower())
    waits.follow(module.Barrier, "wait", "barrier", thing=_barrier)


def _thread_queues(module: Any) -> None:
    waits.follow(module.Queue, "get", "message")
    waits.follow(module.Queue, "put", "room", lambda queue, *_: 0 if 0 < queue.maxsize <= queue._qsize() else None)
    waits.follow(module.Queue, "join", "tasks")


def _sockets(module: Any) -> None:
    waits.follow(module.socket, "accept", "data")
    waits.follow(module.SocketIO, "readinto", "data")


def _selectors(module: Any) -> None:
    for name in ("SelectSelector", "PollSelector", "EpollSelector", "KqueueSelector"):
        if hasattr(module, name):
            waits.follow(getattr(module, name), "select", "data")


def _subprocesses(module: Any) -> None:
    for name in ("wait", "communicate"):
        waits.follow(module.Popen, name, "child", lambda process, *_: process.pid)


_LATER: dict[str, Callable[[Any], None]] = {
    "multiprocessing.process": _joins,
    "multiprocessing.synchronize": _locks,
    "multiprocessing.queues": _messages,
    "multiprocessing.connection": _connections,
    "multiprocessing.pool": _pools,
    "concurrent.futures._base": _futures,
    "concurrent.futures.process": _executors,
    "threading": _threads,
    "queue": _thread_queues,
    "socket": _sockets,
    "selectors": _selectors,
    "subprocess": _subprocesses,
}


# -- signals -----------------------------------------------------------------------------------------------------------


def _sends(pid: int, number: int) -> None:
    _note("signal", int(pid), int(number))


def _sent(returned: bool) -> None:
    if not returned:
        _note("unsent")


def _process(fd: int) -> int:
    """The process of a descriptor for one (`pidfd_open(2)`)."""
    with open(f"/proc/self/fdinfo/{int(fd)}") as file:  # noqa: PTH123  # `pathlib` costs a run more
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))
