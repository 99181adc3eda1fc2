"""The interpreters that a program starts for `multiprocessing` do not start anew either.

A program that will start some keeps a *template* beside it: a fork of itself, made before its first line, that waits.
Where the program would execute `python -c "from multiprocessing…"`, the template is asked to make the process instead:
one with the same parent as the template has, which is the program, and with what it would have inherited.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]
import _socket
import _thread
import array
import fcntl
import marshal
import os
import sys

from machine.guest.configuration import Configuration, call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

HIGH = 380
"""Descriptors from here on are not seen by programs, which count from 3."""
MODULES = ("from multiprocessing.spawn ", "from multiprocessing.forkserver ", "from multiprocessing.resource_tracker ")
"""How the commands begin that `multiprocessing` starts interpreters with…"""
FIRST = "import sys; "
"""… some behind this: since 3.14.8, the forkserver's."""
SYS_CLONE, CLONE_PARENT = 120, 0x8000  # <asm/unistd_32.h>, <linux/sched.h>
FAILED = 2**31  # as a signed number, whatever is not below is negative
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def offer(configuration: Configuration) -> None:
    """Fork a template, and have it asked instead of executing an interpreter; return in each that it makes as well."""
    import _posixsubprocess  # noqa: PLC0415 - few programs need it

    ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    program = os.getpid()
    if (template := os.fork()) == 0:
        ours.close()
        call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != program:
            os._exit(0)
        _wait(theirs, configuration)
        return
    with open(f"{os.environ['WITNESS_LOGS']}/templates", "a") as file:  # noqa: PTH123
        file.write(f"{template}\n")
    theirs.close()
    fd = fcntl.fcntl(ours.fileno(), fcntl.F_DUPFD_CLOEXEC, HIGH)
    ours.close()
    _posixsubprocess.fork_exec = _asking(_socket.socket(fileno=fd), _posixsubprocess.fork_exec)


def _asking(door: _socket.socket, execute: Callable[..., int]) -> Callable[..., int]:
    """What stands in the place of `fork_exec`."""
    program = (os.getpid(), _thread.get_ident())

    def fork_exec(*arguments: Any) -> int:
        argv, _, close, passed, folder, env, *_ = arguments
        words = [os.fsdecode(word) for word in argv]
        known = words[1:2] == ["-c"] and words[2].removeprefix(FIRST).startswith(MODULES) and words[0] == sys.executable
        # Only for the first thread: to the kernel, a thread is the parent, and the template has that one.
        asks = (os.getpid(), _thread.get_ident()) == program
        if not (known and asks and close) or folder is not None or env is not None:
            return execute(*arguments)
        fds = [fd for fd in (0, 1, 2, *passed) if _is_open(fd)]
        what = {
            "argv": words,
            "fds": fds,
            "env": dict(os.environ),
            "folder": os.getcwd(),  # noqa: PTH109 - nothing is imported for it
            "mask": [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, ())],
            "ignored": [n for n in signal.valid_signals() if signal.getsignal(n) == signal.SIG_IGN],
        }
        try:
            rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", fds))
            door.sendmsg([marshal.dumps(what)], [rights])
            answer = door.recv(64)
        except OSError:  # the program has closed what it does not know, or has killed its template
            answer = b""
        return int(answer) if answer else execute(*arguments)

    fork_exec.__module__ = "_posixsubprocess"
    return fork_exec


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _wait(door: _socket.socket, configuration: Configuration) -> None:
    """Make a process for each that asks; return in each."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        data, more, _, _ = door.recvmsg(65536, 2048)
        if not data:
            os._exit(0)
        what = marshal.loads(data)
        fds = array.array("i")
        if more:
            fds.frombytes(more[0][2])
        call("PyOS_BeforeFork")
        pid = call("syscall", SYS_CLONE, CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0)
        if pid == 0:
            call("PyOS_AfterFork_Child")
            door.close()
            _become(what, [*fds], configuration)
            return
        call("PyOS_AfterFork_Parent")
        door.send(str(pid).encode() if pid < FAILED else b"")
        for fd in fds:
            os.close(fd)


def _become(what: dict[str, Any], fds: list[int], configuration: Configuration) -> None:
    """Be what an interpreter is that was executed with this."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, HIGH) for fd in fds]
    os.closerange(0, HIGH)
    for fd, place in zip(high, what["fds"], strict=True):
        os.dup2(fd, place)
        os.close(fd)
    os.chdir(what["folder"])
    ours = {name: value for name, value in os.environ.items() if name.startswith("WITNESS_")}
    path = filter(None, [os.environ["PYTHONPATH"], what["env"].get("PYTHONPATH")])
    os.environ.clear()
    os.environ.update(what["env"] | ours | {"PYTHONPATH": os.pathsep.join(path)})
    for number in what["ignored"]:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, what["mask"])
    argv = what["argv"]
    sys.argv[:], sys.orig_argv[:] = ["-c", *argv[3:]], argv
    configuration.run_command(argv[2])
