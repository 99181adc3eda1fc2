"""Strands of phrases: what comes in order, and how far a run has come in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from witness.promise.language import Each, Line
from witness.promise.state import Progress
from witness.promise.texts import Parts

END = 0
"""The gate at the end of a section."""


class Phrase(NamedTuple):
    """A promised line, in one instance."""

    line: Line
    parts: Parts
    ended: bool
    """Whether a newline has to end it."""
    low: int
    high: int | None
    gate: int | None = None
    """The gate that it waits for."""
    shut: frozenset[int] = frozenset()
    """The gates that it stands above."""

    def may_be_said_by(self, progress: Progress, writers: tuple[int, ...]) -> bool:
        """Whether the instance's member has written a line with one known writer."""
        if len(writers) != 1 or self.line.key:
            return True
        return all(name != self.line.speaker or pid == writers[0] for name, pid in progress.members)


@dataclass(frozen=True)
class Strand:
    """What comes in this order."""

    phrases: tuple[Phrase, ...]
    kind: int
    """The same for strands that may stand for one another."""
    each: Each | None = None
    row: tuple[str, ...] = ()
    number: int = 0
    """Which of the instances of its `each` it is."""
    needed: bool = True
    """Whether it has to begin."""
    opens: tuple[tuple[int, ...], ...] = ()
    """For each phrase, the gates that wait for no later phrase of this strand."""

    def value(self, name: str) -> str | None:
        """What its `each` calls so, in this instance."""
        if self.each is None or not self.row or name not in self.each.names:
            return None
        return self.row[self.each.names.index(name)]

    def open(self, progress: Progress) -> Iterator[int]:
        """The places of the phrases that may come next."""
        place, times = progress.done, progress.times
        while place < len(self.phrases):
            yield place
            if times < self.phrases[place].low:
                return
            place, times = place + 1, 0

    def may_say(self, progress: Progress, place: int) -> bool:
        """Whether the phrase at this place may come next."""
        done = progress.done
        if place <= done:
            return place == done
        return progress.times >= self.phrases[done].low and not any(p.low for p in self.phrases[done + 1 : place])

    def enough(self, progress: Progress) -> int:
        """How many of its phrases have been said as often as they have to be."""
        if progress.done == len(self.phrases) or not progress.times:
            return progress.done
        return progress.done + (progress.times >= self.phrases[progress.done].low)

    def after(self, progress: Progress, place: int) -> Progress:
        """How far it has come when the phrase at this place was said once more."""
        phrase = self.phrases[place]
        times = 1 + (progress.times if place == progress.done else 0)
        if times == phrase.high:
            return progress._replace(done=place + 1, times=0)
        return progress._replace(done=place, times=min(times, phrase.low) if phrase.high is None else times)

    def over(self, progress: Progress) -> bool:
        """Whether all was said that has to be said."""
        return self.enough(progress) >= len(self.opens) or not any(self.opens[self.enough(progress) :])

    def left(self, progress: Progress) -> tuple[Phrase, ...]:
        """The phrases that still have to be said."""
        return tuple(phrase for phrase in self.phrases[self.enough(progress) :] if phrase.low)
