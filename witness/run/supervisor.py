"""Supervises a watched program: gives it a terminal, waits for all its processes, ends those that outlast its limit.

    orders ── door ──▶ server ── fork ──▶ guard ── fork ──▶ supervisor ── fork ──▶ the program ──▶ its processes
       │                                    │                  │  leads the session,    a job in the foreground,
       │                                    │                  │  owns the terminal     as a shell starts one
       └──────────── leash: all end when it is let go ─────────┘
                                            └── ends what a supervisor leaves that was stopped or killed

The supervisor has to be a process of its own, because it is what a shell is to a program that a reader starts: the
leader of the session that owns the terminal. Were the program itself the leader, the kernel would hang up on its
orphans as soon as it ends (`setsid(2)`, `SIGHUP`). On Linux it is also the subreaper, so that no process gets out of
its sight (`PR_SET_CHILD_SUBREAPER`, `prctl(2)`); elsewhere it looks for processes of its session. The program sees it
as its parent, and may stop or kill it: so the guard stands behind it, a process of the same kind in another session.
An interpreter takes longer to start than all that they do for most programs: so the server starts once, and forks.

What the supervisor sees goes to `supervisor.log` beside the logs of the observer, in the same form. Its standard input
is the leash. On standard output it says that all are dead but those that clean up: what they print is not the
program's. Once heard, the leash is let go.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # every run waits for this program: it imports little
import _socket
import array
import fcntl
import marshal
import os
import select
import sys
import termios
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any, NoReturn

HERE = __file__.rpartition("/")[0]
LINUX = sys.platform == "linux"
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
PASSED = ("log", "terminal", "output", "leash", "told", "status")
"""The descriptors that come with an order, in this sequence."""
POLL = 0.05  # seconds, where no signal tells: of an orphan's end without a subreaper, of how many there are


class Run:
    """What is ordered: the program, its limits, and the descriptors that come with the order."""

    def __init__(self, order: dict[str, Any], passed: dict[str, int]) -> None:
        """Read it; `order` is a `witness.run.orders.Order`."""
        self.program, self.folder, self.env = order["command"], order["folder"], order["env"]
        self.log, self.terminal, self.output, self.leash, self.told, self.status = (passed[name] for name in PASSED)
        self.limit, self.processes = order["limit"], order["processes"]  # with more processes the run is ended
        self.still = order["still"]  # after so many seconds in which nothing ran it is ended; 0 for never
        # Each observer adds a byte to it for a process that it is about to make, and stops where there are too many.
        self.count = os.open(f"{order['logs']}/count", os.O_CREAT, 0o600)

    def note(self, *what: object) -> None:
        """Write down what happens now."""
        os.write(self.log, f"{(time.monotonic_ns(), *what)!r}\n".encode())

    def execute(self) -> None:
        """Turn this process into the program; a subclass may know a quicker way, and leave by an exception."""
        os.execv(self.program[0], self.program)

    def is_crowded(self) -> bool:
        """Whether there are, or have been, too many processes; without observers only Linux can tell."""
        made = os.fstat(self.count).st_size
        return made > self.processes or (made == 0 and LINUX and _more_than(self.processes))


def _more_than(number: int) -> bool:
    """Whether more processes than this come from this one."""
    found = [os.getpid()]
    for pid in found:
        try:
            with os.scandir(f"/proc/{pid}/task") as tasks:
                for task in tasks:
                    with open(f"{task.path}/children") as file:
                        found += map(int, file.read().split())
        except OSError:  # it has ended
            pass
        if len(found) > number + 1:
            return True
    return False


def serve(door: int, guard: Callable[[dict[str, Any], dict[str, int]], object]) -> NoReturn:
    """Fork a guard for each order, until nobody is left to give any.

    Args:
        door: a socket that keeps messages apart: each is an order, and comes with the descriptors of `PASSED`.
        guard: what the fork does.
    """
    orders = _socket.socket(fileno=door)
    room = _socket.CMSG_SPACE(len(PASSED) * array.array("i").itemsize)
    while True:
        data, more, _, _ = orders.recvmsg(1 << 17, room)
        if not data:
            os._exit(0)
        fds = array.array("i")
        fds.frombytes(more[0][2])
        if os.fork() == 0:
            orders.close()
            guard(marshal.loads(data), dict(zip(PASSED, fds, strict=True)))
            os._exit(0)
        for fd in fds:
            os.close(fd)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def guard(run: Run) -> None:
    """Let a supervisor do its work; if it cannot, end what it left. Then say so to whoever gave the order."""
    os.setsid()
    os.environ.clear()
    os.environ.update(run.env)
    os.chdir(run.folder)
    for fd, standard in ((run.leash, 0), (run.told, 1)):
        os.dup2(fd, standard)
        os.close(fd)
    for fd in (run.log, run.terminal, run.output, run.status):
        os.set_inheritable(fd, False)
    _adopt()
    alive, held = os.pipe()  # held open by the supervisor alone
    if (supervisor := os.fork()) == 0:
        os.close(alive)
        os.setsid()
        supervise(run, held)
        os._exit(0)
    for fd in {held, run.terminal, run.output}:
        os.close(fd)
    group, deadline = supervisor, time.monotonic() + run.limit
    while True:
        if select.select([alive], [], [], POLL)[0]:
            if not (told := os.read(alive, 32)):
                break
            group = int(told)
        if time.monotonic() >= deadline or run.is_crowded() or select.select([0], [], [], 0)[0]:
            # The supervisor has work to do now. It may be stopped, or hundreds of busy processes may leave it no time.
            try:
                os.kill(supervisor, signal.SIGCONT)
                os.setpriority(os.PRIO_PGRP, group, 10)
            except OSError:
                pass
    if os.waitpid(supervisor, 0)[1] != 0:
        run.note("lost")
        _part("leftovers").end_all(supervisor, lambda: _remain(run, supervisor), run.note)
    os.write(run.status, b".")


def _adopt() -> None:
    """Become the parent of orphans, where that can be (Linux)."""
    if LINUX:
        import _ctypes  # without the package around it, which takes 5 ms

        prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl")  # type: ignore[arg-type]  # as `dlopen(3)` has it
        _ctypes.call_function(prctl, (PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))


def supervise(run: Run, held: int) -> None:
    """Run the program on its terminal; return when none of its processes is left."""
    fcntl.ioctl(run.terminal, termios.TIOCSCTTY, 0)
    _adopt()
    woken, wake = os.pipe()
    for fd in (woken, wake):
        os.set_blocking(fd, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    session, deadline = os.getpid(), time.monotonic() + run.limit
    run.note("begin")
    if (child := os.fork()) == 0:
        _become(run)
    run.note("program", child)
    os.write(held, str(child).encode())
    os.close(run.output)
    stillness = _part("stillness").Stillness() if run.still and LINUX else None
    while _remain(run, session):
        wait = deadline - time.monotonic()
        ready, _, _ = select.select([0, woken], [], [], min(max(0.0, wait), POLL))
        if woken in ready:
            try:
                os.read(woken, 4096)
            except BlockingIOError:
                pass
        crowd = run.is_crowded()
        still = stillness is not None and stillness.lasts(run.still)
        if 0 in ready or crowd or still or wait <= 0:
            run.note("dropped" if 0 in ready else "crowd" if crowd else "still" if still else "limit", run.processes)
            _part("leftovers").end_all(session, lambda: _remain(run, session), run.note)
            return


def _become(run: Run) -> None:
    """Turn this process, just forked, into the program: a foreground job, as a shell starts one."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(run.terminal, os.getpid())
        # What is ignored stays ignored across an exec: Python ignores some, `nohup` and `&` others, a shell none.
        ours = (signal.SIGTTOU, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ)
        for number in (*ours, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(run.terminal, 0)
        os.dup2(run.output, 1)
        os.dup2(run.output, 2)
        run.execute()
    except Exception as error:
        run.note("failed", str(error))
    os._exit(127)


def _remain(run: Run, session: int) -> bool:
    """Reap what has ended; say whether anything is left."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return not LINUX and bool(_part("leftovers").processes(session))
        if pid == 0:
            return True
        run.note("waited", pid, os.waitstatus_to_exitcode(status))


def _part(name: str) -> ModuleType:
    """A module that few runs need: psutil, which `leftovers` imports, takes 20 ms."""
    if "site" not in sys.modules:
        import site

        site.main()  # to find psutil
    if HERE not in sys.path:
        sys.path.append(HERE)
    return __import__(name)


def main() -> None:
    """Serve at the door that is our standard input."""
    serve(0, lambda order, passed: guard(Run(order, passed)))
