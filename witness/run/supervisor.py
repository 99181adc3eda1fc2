"""Supervises one watched program: gives it a terminal, waits for all its processes, ends those that outlast its limit.

    terminal.run ── Popen ──▶ guard ── fork ──▶ supervisor ── fork ──▶ the program ──▶ its processes
        │                       │                  │  leads the session,    a job in the foreground,
        │                       │                  │  owns the terminal     as a shell starts one
        └──── leash: all end when it is let go ────┘
                                └── ends what a supervisor leaves that was stopped or killed

The supervisor has to be a process of its own, because it is what a shell is to a program that a reader starts: the
leader of the session that owns the terminal. Were the program itself the leader, the kernel would hang up on its
orphans as soon as it ends (`setsid(2)`, `SIGHUP`). On Linux it is also the subreaper, so that no process gets out of
its sight (`PR_SET_CHILD_SUBREAPER`, `prctl(2)`); elsewhere it looks for processes of its session. The program sees it
as its parent, and may stop or kill it: so the guard stands behind it, a process of the same kind in another session.

What it sees goes to `supervisor.log` beside the logs of the observer, in the same form. `terminal` gives it its
settings as `name=value`, then the program with its arguments. Standard input is the leash. On standard output it says
that all are dead but those that clean up: what they print is not the program's. Once heard, the leash is let go.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # every run waits for this program: it imports little
import fcntl
import os
import select
import sys
import termios
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

HERE = __file__.rpartition("/")[0]
LINUX = sys.platform == "linux"
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
POLL = 0.05  # seconds, where no signal tells: of an orphan's end without a subreaper, of how many there are


class Run:
    """What `terminal` wants: descriptors, folders and limits by their names, and the program with its arguments."""

    def __init__(self, words: list[str]) -> None:
        """Read what stands on the command line."""
        end = words.index("--")
        given = dict(word.split("=", 1) for word in words[:end])
        self.program = words[end + 1 :]
        self.log, self.terminal, self.output = (int(given[name]) for name in ("log", "terminal", "output"))
        self.limit = float(given["limit"])
        self.processes = int(given["processes"])  # with more the run is ended
        self.still = float(given["still"])  # after so many seconds in which nothing ran it is ended; 0 for never
        # Each observer adds a byte to it for a process that it is about to make, and stops where there are too many.
        self.count = os.open(f"{given['folder']}/count", os.O_CREAT, 0o600)

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


def guard(run: Run) -> None:
    """Let a supervisor do its work; if it cannot, end what it left."""
    for fd in (run.log, run.terminal, run.output):
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
    if HERE not in sys.path:
        sys.path.append(HERE)  # an isolated Python does not look there by itself
    return __import__(name)


if __name__ == "__main__":
    guard(Run(sys.argv[1:]))
