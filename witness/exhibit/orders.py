"""What many runs of a snippet have shown, as it stands in its exhibit."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from witness.check.counts import Counts, Evidence, Order, Tally, total
from witness.exhibit.labels import LABELS, PLATFORM_NAMES
from witness.exhibit.pieces import Piece, printable
from witness.exhibit.roster import Roster, ranges

CLEAR = 3.0
"""So many standard deviations apart, two shares are not the same by chance."""


@dataclass(frozen=True)
class Share:
    """How often an order was seen, of the runs under one start method on a quiet or on a busy machine."""

    text: str
    title: str
    """The same in numbers."""
    unwatched: str = ""
    """The same of runs that nobody watched, where that is clearly another."""


@dataclass(frozen=True)
class Turn:
    """One of those who spoke in an order: their name, if it is not that of the one before, and what they said."""

    style: str
    name: str
    words: tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """An order with its shares."""

    turns: tuple[Turn, ...]
    """None for all the orders that are not shown."""
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Orders:
    """The evidence about a snippet, to be shown in one language beside a run of it."""

    evidence: dict[str, Evidence]
    """By platform; that of the run's own platform is shown first."""
    roster: Roster
    language: str

    @functools.cached_property
    def label(self) -> dict[str, str]:
        """The words in the page's language."""
        return LABELS[self.language]

    @functools.cached_property
    def first(self) -> Evidence:
        """What is shown in full."""
        return self.evidence.get(self.roster.recording.platform) or next(iter(self.evidence.values()))

    @property
    def verified(self) -> str:
        """The Pythons and platforms: `3.11–3.15 · Linux`."""
        minors = sorted({int(version.split(".")[1]) for one in self.evidence.values() for version in one.pythons})
        pythons = self.label["list"].join(re.sub(r"\d+", r"3.\g<0>", text) for text in ranges(minors))
        return " · ".join([pythons, *(PLATFORM_NAMES[platform] for platform in self.evidence)])

    @property
    def details(self) -> str:
        """Each Python, platform, date and number of runs."""
        return " ".join(
            self.label["verified"].format(
                pythons=self.label["list"].join(one.pythons),
                platform=PLATFORM_NAMES[platform],
                runs=f"{total(one.runs):,}",
                date=one.date,
            )
            for platform, one in self.evidence.items()
        )

    @property
    def summary(self) -> str:
        """How many runs, how many orders."""
        orders = len(self.first.orders) + self.first.others
        kind = "one order" if orders == 1 else "orders"
        return self.label[kind].format(runs=f"{total(self.first.runs):,}", orders=f"{orders:,}")

    @property
    def methods(self) -> list[str]:
        """The default start methods under which the runs were counted; one without a name if it does not matter."""
        return list(self.first.runs)

    @functools.cached_property
    def rows(self) -> list[Row]:
        """Each order, and for each start method, on a quiet and on a busy machine, its share."""
        rows = [
            Row(tuple(self._turns(order)), tuple(self._shares(order.watched, order.unwatched)))
            for order in self.first.orders
        ]
        if self.first.others:
            left = {
                method: Tally(
                    runs.quiet - sum(order.watched.get(method, Tally()).quiet for order in self.first.orders),
                    runs.busy - sum(order.watched.get(method, Tally()).busy for order in self.first.orders),
                )
                for method, runs in self.first.runs.items()
            }
            rows.append(Row((), tuple(self._shares(left, None))))
        return rows

    def place(self, said: tuple[str, ...]) -> int:
        """The row of an order, from 0."""
        shown = [order.said for order in self.first.orders]
        return shown.index(said) if said in shown else len(shown)

    @property
    def others(self) -> str:
        """What to say of the orders that are not shown."""
        return self.label["other orders"].format(count=f"{self.first.others:,}")

    @property
    def watching(self) -> str:
        """What to know of runs that were not watched."""
        alone = total(self.first.unwatched)
        if not alone:
            return self.label["never watched"]
        differ = any(share.unwatched for row in self.rows for share in row.shares)
        told = [self.label["watched"].format(count=f"{alone:,}")]
        if any(order.unwatched is not None for order in self.first.orders):
            told.append(self.label["watching matters" if differ else "watching is nothing"])
        if strange := total(self.first.strange):
            told.append(self.label["strange"].format(count=f"{strange:,}"))
        return self.label["space"].join(told)

    def _shares(self, watched: Counts, unwatched: Counts | None) -> Iterator[Share]:
        for method, runs in self.first.runs.items():
            seen, every = watched.get(method, Tally()), self.first.unwatched.get(method, Tally())
            alone = Tally() if unwatched is None else unwatched.get(method, Tally())
            for part, whole, part_alone, whole_alone in (
                (seen.quiet, runs.quiet, alone.quiet, every.quiet),
                (seen.busy, runs.busy, alone.busy, every.busy),
            ):
                title, beside = self.label["of runs"].format(part=f"{part:,}", whole=f"{whole:,}"), ""
                if unwatched is not None and differs(part, whole, part_alone, whole_alone):
                    beside = self.label["unwatched share"].format(share=share(part_alone, whole_alone))
                yield Share(share(part, whole), title, beside)

    def _turns(self, order: Order) -> Iterator[Turn]:
        """Who spoke, one after another."""
        before = ""
        for told in order.said:
            name, _, words = told.partition(": ")
            # Of a group's `worker 1`, `worker 2` in a row, the second is `2`.
            kind, _, number = name.rpartition(" ")
            alike = kind and kind == before.rpartition(" ")[0]
            shown = "" if name == before else number if alike else self.roster.written(name)
            yield Turn(self.roster.style(name), shown, tuple(self._words(words)))
            before = name

    def _words(self, words: str) -> Iterator[Piece]:
        """The words of a line, with the names in place of PIDs and dots in place of other numbers."""
        for index, part in enumerate(re.split(r"\{(\w+)\}", printable(words.replace("#", "…")))):
            if part:
                yield Piece(self.roster.written(part), self.roster.style(part)) if index % 2 else Piece(part)


def differs(part: int, whole: int, other: int, others: int) -> bool:
    """Whether two shares, each of its own runs, are so far apart that chance alone is no reason."""
    if not whole or not others:
        return False
    pooled = (part + other) / (whole + others)
    deviation = math.sqrt(pooled * (1 - pooled) * (1 / whole + 1 / others))
    return abs(part / whole - other / others) > max(CLEAR * deviation, 1e-9)


def share(part: int, whole: int) -> str:
    """A share in per cent, with a decimal where it is small: a rare thing is not a thing that never was."""
    if part == 0:
        return "–"
    per_cent = 100 * part / whole
    if part < whole:
        per_cent = min(max(per_cent, 0.1), 99.9)
    return f"{per_cent:.1f}%" if per_cent < 10 or 99 < per_cent < 100 else f"{per_cent:.0f}%"
