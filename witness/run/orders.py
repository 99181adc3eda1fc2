"""Gives orders to a server of supervisors, which is started with the first of them: see `supervisor`."""

from __future__ import annotations

import atexit
import contextlib
import functools
import marshal
import os
import select
import socket
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from witness.run.supervisor import PASSED

# As a module it is compiled once and for all; `site`, which few runs need, would take as long as all the rest.
SERVE = "import sys; sys.path.append(sys.argv[1]); import supervisor; supervisor.main()"
_starting = threading.Lock()


@dataclass(frozen=True)
class Order:
    """A run that is wanted."""

    command: list[str]
    """The interpreter, its options and the program."""
    folder: str
    """Where it runs."""
    env: dict[str, str]
    """All that it finds in its environment."""
    logs: str
    """The folder in which is written down what happens."""
    limit: float
    """Seconds after which it is ended."""
    processes: int
    """It is ended as soon as it has more of them."""
    still: float
    """Seconds without motion after which it is ended; 0 for never."""


class Supervisor:
    """Whoever supervises one run."""

    def __init__(self, leash: int, told: int, status: int) -> None:
        """Take our ends of its pipes."""
        self.leash: IO[bytes] = open(leash, "wb", buffering=0)  # noqa: SIM115
        """Its run ends when this is closed."""
        self.told: IO[bytes] = open(told, "rb", buffering=0)  # noqa: SIM115
        """Where it says that only those are left that clean up."""
        self._status: IO[bytes] = open(status, "rb", buffering=0)  # noqa: SIM115
        self._failed: bool | None = None

    def is_over(self) -> bool:
        """Whether nothing is left of the run."""
        return self._failed is not None or bool(select.select([self._status], [], [], 0)[0])

    def has_failed(self) -> bool:
        """Wait for its end; say whether it came before that of the run."""
        if self._failed is None:
            self._failed = not self._status.read(1)
            self._status.close()
        return self._failed

    def end(self) -> None:
        """End the run, if anything is left of it."""
        self.leash.close()
        self.told.close()
        self.has_failed()


def give(order: Order, fds: tuple[int, int, int], door: socket.socket, **more: object) -> Supervisor:
    """Have a server make a supervisor.

    Args:
        order: the run.
        fds: where the supervisor writes down what it sees, the terminal, and where the output goes.
        door: the server's.
        more: what this server wants to know besides.
    """
    (held, leash), (told, says), (status, ends) = os.pipe(), os.pipe(), os.pipe()
    passed = dict(zip(PASSED, (*fds, held, says, ends), strict=True))
    supervisor = Supervisor(leash, told, status)
    with contextlib.ExitStack() as failing:
        failing.callback(supervisor.end)
        try:
            socket.send_fds(door, [marshal.dumps(asdict(order) | more)], [*passed.values()])
        finally:
            for fd in (held, says, ends):
                os.close(fd)
        failing.pop_all()
    return supervisor


def carry_out(order: Order, fds: tuple[int, int, int]) -> Supervisor:
    """Have our own server make a supervisor; see `give`."""
    with _starting:
        door = _door()
    try:
        return give(order, fds, door)
    except ConnectionError:  # somebody has ended it
        with _starting:
            if _door() is door:  # and no other thread has noticed it first
                _door.cache_clear()
            door = _door()
        return give(order, fds, door)


def text(name: str | os.PathLike[str]) -> str:
    """A name as the server reads it, which takes all names for UTF-8, whatever the locale."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


@functools.cache
def _door() -> socket.socket:
    """Start a server, which ends when we do."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", SERVE, str(Path(__file__).parent)]
    with theirs:
        server = subprocess.Popen(
            command,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )

    def close() -> None:
        ours.close()
        server.wait()

    atexit.register(close)
    return ours
