"""A write as its process saw it, its place in the output, and when somebody wrote whom nobody saw."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

NEVER = 2**63
"""A moment after all others."""


@dataclass(frozen=True)
class Written:
    """A write to the output, as its process saw it."""

    pid: int
    before: int
    """A moment before it was made, in nanoseconds."""
    after: int
    """A moment when it was over; `NEVER` if its process did not tell."""
    data: bytes
    sure: bool = True
    """Whether all of `data` was written; otherwise perhaps some of it was."""


@dataclass(frozen=True)
class Span:
    """One write, or a piece of it, and its place in the output, in bytes."""

    pid: int
    moment: int
    start: int
    end: int


class Unobserved:
    """When somebody unobserved was alive who may have written."""

    def __init__(self, lives: Iterable[tuple[int, int]]) -> None:
        """Take the beginnings and ends, in nanoseconds."""
        ordered = sorted(lives)
        self.starts = [start for start, _ in ordered]
        self.ends = list(itertools.accumulate((end for _, end in ordered), max))

    def between(self, start: int, end: int) -> bool:
        """Whether one was alive at some moment between these two."""
        last = bisect.bisect_right(self.starts, end) - 1
        return last >= 0 and self.ends[last] >= start
