"""Where each process writes down what happens to it.

It appends to a file of its own, `<pid>.log` in the run's folder: one `repr` of a tuple a line, first the moment
(nanoseconds of the monotonic clock, which all processes share), then what happened. `witness.run.events` reads them.
"""

from __future__ import annotations

import fcntl
import os
import time

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

folder = ""
_HIGH = 400  # programs show their descriptors, and count from 3
write = os.write  # as it was before anybody followed it
_fd = -1
_for: tuple[object, ...] = ()  # how each note begins while it goes to the log of another process


def begin(logs: str) -> None:
    """Open this process's log.

    Raises:
        OSError: that cannot be.
    """
    global folder
    folder = logs
    _open()


def again() -> None:
    """Open a log for a child, just forked. Where it cannot have one of its own, it goes on in that of its parent."""
    global _for
    inherited = _fd
    try:
        _open()
    except OSError:  # the program has changed its user or its root, or has no descriptor left
        _for = ("of", os.getpid())
        return
    try:
        os.close(inherited)
    except OSError:
        pass


def _open() -> None:
    global _fd, _for
    fd = os.open(f"{folder}/{os.getpid()}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    _fd, _for = fd, ()
    try:
        _fd = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, min(_HIGH, os.sysconf("SC_OPEN_MAX") - 10))
        os.close(fd)
    except OSError:  # the program has lowered its limit of descriptors below what is open
        pass


def note(*what: object) -> None:
    """Write down what happens now."""
    try:
        line = f"{(time.monotonic_ns(), *_for, *what)!r}\n".encode()
        try:
            write(_fd, line)
        except OSError as error:  # a daemon closes every descriptor it inherited
            if not hooks.is_ours(error):
                raise
            _open()
            write(_fd, line)
    except (OSError, RecursionError) as error:
        if not hooks.is_ours(error):
            raise
        # A program that hides from us is still a program: it must not fail because of us.
