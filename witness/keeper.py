"""Keeps one watched program: gives it a terminal, waits for all its processes, ends those that outlast its limit.

A program of its own, because it has to be what a shell is to a program that a reader starts: the leader of the session
that owns the terminal. Were the program itself the leader, the kernel would hang up on its orphans as soon as it ends
(`setsid(2)`, `SIGHUP`). On Linux it is also the subreaper, so that no process gets out of its sight
(`PR_SET_CHILD_SUBREAPER`, `prctl(2)`); elsewhere it looks for processes of its session.

What it sees goes to `keeper.log` beside the logs of the observer, in the same form.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil  # imported where it is used: it takes 20 ms, and few runs need it

Note = Callable[..., None]
LINUX = sys.platform == "linux"
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
POLL = 0.05  # seconds, where no signal tells of an orphan's end


def keep(log: int, terminal: int, output: int, limit: float, program: list[str]) -> None:
    """Run `program` on `terminal` with its output to `output`; return when none of its processes is left.

    Standard input is the leash: when whoever holds its other end lets go, all processes are ended. So they are after
    `limit` seconds.
    """

    def note(*what: object) -> None:
        os.write(log, f"{(time.monotonic_ns(), *what)!r}\n".encode())

    for fd in (log, terminal, output):
        os.set_inheritable(fd, False)
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    deadline = time.monotonic() + limit
    note("begin")
    child = os.fork()
    if child == 0:
        _become(note, program, terminal, output)
    note("program", child)
    os.close(output)
    while _remain(note):
        wait = max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([0, woken], [], [], wait if LINUX else min(wait, POLL))
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 4096)
        elif 0 in ready or time.monotonic() >= deadline:
            note("limit" if 0 not in ready else "dropped")
            _end_all(note)
            return


def _become(note: Note, program: list[str], terminal: int, output: int) -> None:
    """Turn this process, just forked, into the program: a foreground job, as a shell starts one."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(terminal, os.getpid())
        # What is ignored stays ignored across an exec, and Python ignores some; a shell does not.
        for number in (signal.SIGTTOU, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(terminal, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.execv(program[0], program)
    except OSError as error:
        note("failed", str(error))
    finally:
        os._exit(127)


def _remain(note: Note) -> bool:
    """Reap what has ended; say whether anything is left."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return not LINUX and bool(_processes())
        if pid == 0:
            return True
        note("waited", pid, os.waitstatus_to_exitcode(status))


def _processes() -> list[psutil.Process]:
    """Every process of the program that has not ended."""
    import psutil

    if LINUX:
        found = psutil.Process().children(recursive=True)
    else:
        session, mine = os.getsid(0), os.environ["WITNESS_LOGS"]
        found = [p for p in psutil.process_iter() if p.pid != os.getpid() and _ours(p, session, mine)]
    return [p for p in found if _alive(p)]


def _ours(process: psutil.Process, session: int, logs: str) -> bool:
    import psutil

    with contextlib.suppress(OSError, psutil.Error):
        return os.getsid(process.pid) == session or process.environ().get("WITNESS_LOGS") == logs
    return False


def _alive(process: psutil.Process) -> bool:
    import psutil

    with contextlib.suppress(psutil.Error):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def _end_all(note: Note) -> None:
    """Kill, and kill again what was started meanwhile, until nothing is left."""
    told = set()
    while _remain(note):
        for process in _processes():
            if process.pid not in told:
                told.add(process.pid)
                note("killed", process.pid)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.01)


if __name__ == "__main__":
    log_, terminal_, output_ = (int(word) for word in sys.argv[1:4])
    keep(log_, terminal_, output_, float(sys.argv[4]), sys.argv[5:])
