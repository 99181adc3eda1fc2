"""How far something has come, said on stderr: what is wanted of us stands on stdout."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self


class Progress:
    """A line that counts up on a terminal; elsewhere one line at the beginning."""

    def __init__(self, what: str, total: int) -> None:
        """Begin at none of `total`."""
        self.what = what
        self.total = total
        self.done = 0
        self.counts = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Say what is coming."""
        self._tell(f"{self.what}: {self.total} runs …", end="" if self.counts else "\n")
        return self

    def step(self) -> None:
        """Count one."""
        self.done += 1
        if self.counts:
            self._tell(f"\r\033[K{self.what}: {self.done} of {self.total} runs", end="")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the line, so that what is said next has one of its own."""
        if self.counts:
            self._tell("\r\033[K", end="")

    def _tell(self, text: str, end: str) -> None:
        print(text, end=end, file=sys.stderr, flush=True)
