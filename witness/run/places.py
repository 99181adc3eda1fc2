"""Where in the output a write can be: where its bytes are, and had not arrived before it began."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from witness.run.written import NEVER, Written

SCANNED = 200_000_000  # bytes searched for writes in all; then they are looked for nearby only
NEARBY = 4096
PIPE_BUF = 4096  # a longer write to a pipe may be torn, between pages of the same size
PIECE = 512  # bytes of such a write that are told from chance


class Places:
    """The output, and the writes that are looked for in it by their numbers."""

    def __init__(self, output: bytes, written: list[Written], arrivals: Sequence[tuple[int, int]]) -> None:
        """Take the output, the writes, and how many bytes had arrived at which moment."""
        self.output, self.written = output, written
        self.ends = [end for end, _ in arrivals]
        self.moments = [moment for _, moment in arrivals]
        self.earliest = [self._arrived_before(one.before) for one in written]
        self.forget()
        self.scanned = self.compared = 0  # bytes

    def forget(self) -> None:
        """Begin again from the left: `find` remembers what it found, and is asked from left to right."""
        self.found: dict[tuple[int, int], int] = {}

    def fit(self, place: int, index: int, had: int) -> int:
        """How many bytes of a write, of which there was some before, are at a place."""
        if place < self.earliest[index]:
            return 0
        data = self.written[index].data
        if self.output.startswith(data[had:] if had else data, place):
            return len(data) - had
        longest = min(len(data) - had, len(self.output) - place)
        whole = place + longest == len(self.output) and not self.written[index].sure
        if not whole and (longest < PIECE or len(data) <= PIPE_BUF):
            return 0
        self.compared += longest * longest.bit_length()
        seen = self.output[place : place + longest]
        length = bisect.bisect_left(range(longest), True, key=lambda size: not data.startswith(seen[: size + 1], had))
        if whole and length == longest:
            return length
        if self.written[index].sure:  # a pipe is filled by pages, but for what found room in the last one
            length -= min((had + length - page) % PIPE_BUF for page in (0, len(data) % PIPE_BUF))
        return length if length >= PIECE else 0

    def find(self, place: int, index: int, had: int) -> int:
        """Where a write could be, at this place or later; -1 if nowhere."""
        before = self.found.get((index, had), 0)
        if before == -1 or before >= place:
            return before
        data = self.written[index].data[had:]
        start = max(place, self.earliest[index])
        end = len(self.output) if self.scanned < SCANNED else start + NEARBY
        self.found[index, had] = found = self.output.find(data if len(data) <= PIPE_BUF else data[:PIECE], start, end)
        self.scanned += (found if found >= 0 else len(self.output)) - start
        return found

    def arrival(self, place: int) -> int:
        """By when the byte at a place had arrived."""
        chunk = bisect.bisect_right(self.ends, place)
        return self.moments[chunk] if chunk < len(self.moments) else NEVER

    def _arrived_before(self, moment: int) -> int:
        """How many bytes had arrived before a moment."""
        chunk = bisect.bisect_left(self.moments, moment)
        return self.ends[chunk - 1] if chunk else 0
