"""What was seen of a snippet in many runs, counted: orders in which its processes spoke, watched and not."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from witness.promise.lines import meaningful
from witness.snippet import Snippet

SHOWN = 8
"""So many orders are kept of each snippet; of the others, how many they were."""


@dataclass(frozen=True)
class Tally:
    """How often something was seen."""

    quiet: int = 0
    busy: int = 0
    """When more processes wanted a processor than there are."""

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.quiet + other.quiet, self.busy + other.busy)


Counts = Mapping[str, Tally]
"""By the default start method; all under an empty name if the snippet starts nothing through `multiprocessing`."""


@dataclass(frozen=True)
class Order:
    """One order in which the processes spoke."""

    said: tuple[str, ...]
    """Who spoke, one after another, with the words where they were not always the same."""
    watched: Counts
    unwatched: Counts | None
    """Of runs that nobody watched. They are told apart by their output, with its numbers masked; None if that is the
    same in another order too."""

    def __add__(self, other: Order) -> Order:
        """The same order in more runs."""
        both = None
        if self.unwatched is not None and other.unwatched is not None:
            both = added(self.unwatched, other.unwatched)
        return Order(self.said, added(self.watched, other.watched), both)


@dataclass(frozen=True)
class Evidence:
    """Of one snippet on one platform."""

    program: str
    """A digest of it."""
    promise: str
    """A digest of what it says."""
    date: str
    """Of the last of the runs."""
    pythons: tuple[str, ...]
    """The versions, oldest first."""
    runs: Counts
    orders: tuple[Order, ...]
    """The most frequent first."""
    others: int = 0
    """How many more orders there were, at least."""
    unwatched: Counts = dataclasses.field(default_factory=dict)
    """How many runs were not watched: watching takes time, which moves the shares."""
    strange: Counts = dataclasses.field(default_factory=dict)
    """How many of those had an output that no watched run had."""

    def belongs(self, snippet: Snippet) -> bool:
        """Whether it is about the snippet as it is now."""
        return (self.program, self.promise) == digests(snippet)

    def __add__(self, other: Evidence) -> Evidence:
        """With more runs of the same program and promise."""
        said = {order.said: order for order in self.orders}
        for order in other.orders:
            said[order.said] = said[order.said] + order if order.said in said else order
        most = max(len(said), *(len(one.orders) + one.others for one in (self, other)))
        return replace(
            other,
            pythons=tuple(sorted({*self.pythons, *other.pythons}, key=_version)),
            date=max(self.date, other.date),
            runs=added(self.runs, other.runs),
            orders=tuple(said.values()),
            others=most - len(said),
            unwatched=added(self.unwatched, other.unwatched),
            strange=added(self.strange, other.strange),
        )

    def shown(self) -> Evidence:
        """With only the most frequent orders, and the number of the others."""
        often = sorted(self.orders, key=lambda order: (-total(order.watched), order.said))
        return replace(self, orders=tuple(often[:SHOWN]), others=self.others + len(often[SHOWN:]))

    def told(self) -> str:
        """Its Pythons and its runs, in a line."""
        pythons = ", ".join(self.pythons)
        return f"Python {pythons}; {total(self.runs)} runs watched, {total(self.unwatched)} not"


def total(counts: Counts) -> int:
    """How many there are in all."""
    return sum(seen.quiet + seen.busy for seen in counts.values())


def added(one: Counts, other: Counts) -> dict[str, Tally]:
    """Both counts together."""
    return {method: one.get(method, Tally()) + other.get(method, Tally()) for method in sorted({*one, *other})}


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def digests(snippet: Snippet) -> tuple[str, str]:
    """Of a program, and of what its promise says: a comment in it says nothing."""
    said = "\n".join(line for _, line in meaningful(snippet.promise.text))
    return _digest(snippet.source), _digest(said)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
