"""Keeps one watched program: gives it a terminal, waits for all its processes, ends those that outlast its limit.

A program of its own, because it has to be what a shell is to a program that a reader starts: the leader of the session
that owns the terminal. Were the program itself the leader, the kernel would hang up on its orphans as soon as it ends
(`setsid(2)`, `SIGHUP`). On Linux it is also the subreaper, so that no process gets out of its sight
(`PR_SET_CHILD_SUBREAPER`, `prctl(2)`); elsewhere it looks for processes of its session.

The program sees the keeper as its parent, and may stop or kill it. So behind the keeper stands a guard, a process of
the same kind in another session, which inherits whatever a keeper leaves that did not do its work.

What it sees goes to `keeper.log` beside the logs of the observer, in the same form.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # every run waits for this program: it imports little
import ctypes
import fcntl
import os
import select
import sys
import termios
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import psutil  # imported where it is used: it takes 20 ms, and few runs need it

    Note = Callable[..., None]

LINUX = sys.platform == "linux"
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
POLL = 0.05  # seconds, where no signal tells: of an orphan's end without a subreaper, of how many there are
PROCESSES = 300  # with more the run is ended; the observers stop each process that would make still more
READ = {"x86_64": "0", "aarch64": "63"}  # the number of `read(2)`, <asm/unistd.h>


def guard(log: int, terminal: int, output: int, limit: float, logs: str, program: list[str]) -> None:
    """Let a keeper `keep` the program; if that fails, end what it left."""

    def note(*what: object) -> None:
        os.write(log, f"{(time.monotonic_ns(), *what)!r}\n".encode())

    for fd in (log, terminal, output):
        os.set_inheritable(fd, False)
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    count = os.open(f"{logs}/count", os.O_CREAT, 0o600)  # a byte for each process
    alive, held = os.pipe()  # held open by the keeper alone
    if (keeper := os.fork()) == 0:
        os.close(alive)
        os.setsid()
        keep(note, held, count, terminal, output, limit, program)
        os._exit(0)
    for fd in {held, terminal, output}:
        os.close(fd)
    group, deadline = keeper, time.monotonic() + limit
    while True:
        if select.select([alive], [], [], POLL)[0]:
            if not (told := os.read(alive, 32)):
                break
            group = int(told)
        if time.monotonic() >= deadline or os.fstat(count).st_size > PROCESSES or select.select([0], [], [], 0)[0]:
            # The keeper has work to do now. It may be stopped, or hundreds of busy processes may leave it no time.
            try:
                os.kill(keeper, signal.SIGCONT)
                os.setpriority(os.PRIO_PGRP, group, 10)
            except OSError:
                pass
    if os.waitpid(keeper, 0)[1] != 0:
        note("lost")
        _end_all(note, keeper)


def keep(note: Note, held: int, count: int, terminal: int, output: int, limit: float, program: list[str]) -> None:
    """Run `program` on `terminal` with its output to `output`; return when none of its processes is left.

    Standard input is the leash: when whoever holds its other end lets go, all processes are ended. So they are after
    `limit` seconds.
    """
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    woken, wake = os.pipe()
    for fd in (woken, wake):
        os.set_blocking(fd, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    deadline = time.monotonic() + limit
    note("begin")
    if (child := os.fork()) == 0:
        _become(note, program, terminal, output)
    note("program", child)
    os.write(held, str(child).encode())
    os.close(output)
    while _remain(note, os.getpid()):
        wait = deadline - time.monotonic()
        ready, _, _ = select.select([0, woken], [], [], min(max(0.0, wait), POLL))
        if woken in ready:
            try:
                os.read(woken, 4096)
            except BlockingIOError:
                pass
        crowd = os.fstat(count).st_size > PROCESSES
        if 0 in ready or crowd or wait <= 0:
            note("dropped" if 0 in ready else "crowd" if crowd else "limit", PROCESSES)
            _end_all(note, os.getpid())
            return


def _become(note: Note, program: list[str], terminal: int, output: int) -> None:
    """Turn this process, just forked, into the program: a foreground job, as a shell starts one."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(terminal, os.getpid())
        # What is ignored stays ignored across an exec, and Python ignores some; a shell does not.
        for number in (signal.SIGTTOU, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(terminal, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.execv(program[0], program)
    except OSError as error:
        note("failed", str(error))
    finally:
        os._exit(127)


def _remain(note: Note, session: int) -> bool:
    """Reap what has ended; say whether anything is left."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return not LINUX and bool(_processes(session))
        if pid == 0:
            return True
        note("waited", pid, os.waitstatus_to_exitcode(status))


def _processes(session: int) -> list[psutil.Process]:
    """Every process of the program that has not ended."""
    import psutil

    if LINUX:
        found = psutil.Process().children(recursive=True)
    else:
        logs, us = os.environ.get("WITNESS_LOGS", ""), (os.getpid(), os.getppid())
        found = [p for p in psutil.process_iter() if p.pid not in us and _ours(p, session, logs)]
    alive = []
    for process in found:
        try:
            if process.status() != psutil.STATUS_ZOMBIE:
                alive.append(process)
        except psutil.Error:
            pass
    return alive


def _ours(process: psutil.Process, session: int, logs: str) -> bool:
    import psutil

    try:
        return os.getsid(process.pid) == session or process.environ().get("WITNESS_LOGS") == logs != ""
    except (OSError, psutil.Error):
        return False


def _doing(process: psutil.Process) -> str:
    """What keeps a process from ending, where the kernel tells."""
    import psutil

    try:
        if process.status() == psutil.STATUS_STOPPED:
            return "stopped"
        with open(f"/proc/{process.pid}/syscall") as file:
            number, *arguments = file.read().split()
        if number == READ.get(os.uname().machine) and int(arguments[0], 16) == 0:
            return "waiting for input"
    except (OSError, psutil.Error):
        pass
    return ""


def _end_all(note: Note, session: int) -> None:
    """Kill, and kill again what was started meanwhile, until nothing is left."""
    told = set()
    while _remain(note, session):
        processes = _processes(session)
        for process in processes:
            if process.pid not in told:
                told.add(process.pid)
                note("killed", process.pid, _doing(process))
        for process in processes:
            try:
                group = os.getpgid(process.pid)
                # A whole group at once: none of it can fork meanwhile.
                os.killpg(group, signal.SIGKILL) if group != os.getpgrp() else os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.01)


if __name__ == "__main__":
    log_, terminal_, output_ = map(int, sys.argv[1:4])
    guard(log_, terminal_, output_, float(sys.argv[4]), sys.argv[5], sys.argv[6:])
