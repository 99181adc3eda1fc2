"""What the supervisor needs of psutil, read from /proc: psutil's own compiled part is not in the machine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

STATUS_ZOMBIE, STATUS_STOPPED = "zombie", "stopped"
_STATES = {"Z": STATUS_ZOMBIE, "T": STATUS_STOPPED, "t": STATUS_STOPPED}


class Error(Exception):
    """The process is gone."""


def _stat(pid: int) -> list[str]:
    """State, parent and more, see `proc_pid_stat(5)`."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError as error:
        raise Error(str(error)) from None


class Process:
    """One process."""

    def __init__(self, pid: int | None = None) -> None:
        """Take the process with this PID; ours, if there is none."""
        self.pid = os.getpid() if pid is None else pid

    def status(self) -> str:
        """Whether it is a zombie, or stopped."""
        return _STATES.get(_stat(self.pid)[0], "running")

    def cmdline(self) -> list[str]:
        """The words that it was started with."""
        try:
            return os.fsdecode(Path(f"/proc/{self.pid}/cmdline").read_bytes()).split("\0")[:-1]
        except OSError as error:
            raise Error(str(error)) from None

    def children(self, recursive: bool = False) -> list[Process]:
        """Those that it made; all the descendants, if wanted."""
        parents: dict[int, list[int]] = {}
        for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208 - a path each would take longer
            with contextlib.suppress(Error):
                parents.setdefault(int(_stat(int(name))[1]), []).append(int(name))
        found = parents.get(self.pid, [])
        for pid in found:
            if recursive:
                found += parents.get(pid, [])
        return [Process(pid) for pid in found]
