"""Whether a program stands still: no thread of it has run for some time, and none is about to.

A thread that waits has been put aside by the kernel, which counts how often (`/proc/PID/task/TID/status`, `proc(5)`):
where nobody runs and no number changes, nobody has run meanwhile. Who waits for time stands still as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

ASIDE = ("S", "T", "t", "Z", "X", "I")
"""States in which a thread does not run: asleep, stopped, ended."""


class Stillness:
    """What is remembered of the processes below this one."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._before: dict[str, str] | None = None
        self._since = time.monotonic()

    def lasts(self, seconds: float) -> bool:
        """Look again; say whether nothing has run for so long."""
        now = _switches()
        if now is None or now != self._before:
            self._before, self._since = now, time.monotonic()
        return time.monotonic() - self._since >= seconds


def _switches() -> dict[str, str] | None:
    """How often each thread was put aside; None if one of them runs."""
    found = {}
    for status in _statuses():
        try:
            told = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:  # it has ended
            continue
        if told["State"][0] not in ASIDE:
            return None
        found[told["Pid"]] = told.get("voluntary_ctxt_switches", "") + told.get("nonvoluntary_ctxt_switches", "")
    return found


def _statuses() -> Iterator[Path]:
    for process in psutil.Process().children(recursive=True):
        yield from Path(f"/proc/{process.pid}/task").glob("*/status")
