"""Who wrote which part of the output: the places of the writes that the observers saw, in what the reader saw.

The kernel alone knows the order in which writes reached the terminal. But it keeps each of them whole, and each lies
between two moments: one that was over before another began comes before it, and none comes before it began in what had
already arrived. Between the writes there may be gaps, written by somebody unobserved: a program that is not Python.

Of all ways to lay the writes over the output the cheapest is looked for, from left to right, where it costs to leave a
write out, and a little to leave a gap, less where somebody unobserved was alive. Few ways are followed at a time, so
that the work grows with the output and not faster.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from witness.run.places import Places
from witness.run.written import NEVER, Span, Unobserved, Written

WAYS = 16  # followed at a place, at most
WORK = 20_000  # steps in all, about; the longer the output, the fewer ways are followed
STEPS = 100_000  # and five for each write; then the way that has come farthest is taken as it is
BYTES = 20_000  # compared, that count as a step
PATIENCE = 256  # cost of the ways that are tried first, and by how much more at a time

MISSED, UNSURE, GAP, UNLIKELY = 64, 2, 1, 16
"""Costs: of each byte left out of a write that was made, of a write that may not have been, of a gap, of one while
nobody unobserved was alive."""


class _Way(NamedTuple):
    """One way to lay writes over the output up to some place."""

    cost: int
    left: int
    """The cost of leaving out all writes that are left."""
    base: int
    done: int
    """The writes before `base` are done, and of those from there on the ones whose bit is set."""
    begun: tuple[tuple[int, int], ...]
    """How much was found of writes in pieces."""
    gap: bool
    latest: int
    """The latest beginning of a write that was laid."""
    spans: tuple[Span, object] | None
    """The last span, and those before it."""

    def had(self, index: int) -> int:
        """How many bytes of a write were found before."""
        return next((length for begun, length in self.begun if begun == index), 0)


def attribute(
    output: bytes,
    written: Iterable[Written],
    arrivals: Sequence[tuple[int, int]] = (),
    unobserved: Iterable[tuple[int, int]] = (),
) -> list[Span]:
    """Find the place of each write.

    Args:
        output: all that was seen.
        written: the writes, in any order.
        arrivals: how many bytes had arrived at which moment, in order.
        unobserved: from when to when somebody lived whose writes are not among `written`.

    Returns:
        The writes that were found, in the order of the output. What nobody is known to have written has no span.
    """
    ordered = sorted((one for one in written if one.data), key=lambda one: one.before)
    if _is_plain(output, ordered):  # most are: nothing is left to look for
        ends = itertools.accumulate(len(one.data) for one in ordered)
        return [Span(one.pid, one.before, end - len(one.data), end) for one, end in zip(ordered, ends, strict=True)]
    return _Search(output, ordered, arrivals).spans(Unobserved(unobserved))


def _is_plain(output: bytes, written: list[Written]) -> bool:
    """Whether the writes were made one after the other, each of them whole, and make up the output."""
    return (
        all(one.sure for one in written)
        and all(one.after < other.before for one, other in itertools.pairwise(written))
        and b"".join(one.data for one in written) == output
    )


class _Search:
    """Follows the cheapest ways from one place to the next."""

    def __init__(self, output: bytes, written: list[Written], arrivals: Sequence[tuple[int, int]]) -> None:
        self.output, self.written = output, written
        self.places = Places(output, written, arrivals)
        self.price = [len(one.data) * MISSED if one.sure else UNSURE for one in written]

    def spans(self, unobserved: Unobserved) -> list[Span]:
        """Follow all of the output, and come back with the cheapest way."""
        self.unobserved = unobserved
        first = _Way(0, sum(self.price), 0, 0, (), False, 0, None)
        least = self._cost(0, first)
        self.steps, self.farthest = STEPS + 5 * len(self.written), (0, first)
        bounds = (least + PATIENCE**power for power in itertools.count(1))
        best = next(best for bound in bounds if (best := self._cheapest(first, bound)))
        found: list[Span] = []
        link = best.spans
        while link is not None:
            found.append(link[0])
            link = link[1]  # type: ignore[assignment]
        return found[::-1]

    def _cheapest(self, first: _Way, bound: int) -> _Way | None:
        """The cheapest way to the end of the output, of those that cost no more than a bound.

        It is the way that came farthest, whatever it costs, when all steps are spent.
        """
        self.places.forget()
        most = max(4, min(WAYS, WORK // (len(self.written) + 1)))
        count = itertools.count()
        places = [0]
        ways = {0: [(0, 0, 0, first)]}
        while (place := heapq.heappop(places)) < len(self.output):
            here, gone_on = ways.pop(place), False
            seen: set[tuple[object, ...]] = set()
            while here and (len(seen) < most or not gone_on):
                way = heapq.heappop(here)[-1]
                if (key := way[2:6]) in seen:
                    continue
                seen.add(key)
                self.steps -= 1
                self.farthest = max(self.farthest, (place, way), key=lambda entry: entry[0])
                if self.steps < self.places.compared // BYTES:
                    return self.farthest[1]
                for end, longer in self._longer(place, way):
                    cost = self._cost(end, longer)
                    if cost > bound:
                        continue
                    if end != place and end not in ways:
                        ways[end] = []
                        heapq.heappush(places, end)
                    gone_on |= end != place
                    promise = cost + longer.left // MISSED  # first those that have explained the most
                    heapq.heappush(here if end == place else ways[end], (promise, cost, next(count), longer))
            if not places:
                return None
        return min(ways[place], key=lambda entry: entry[1:3])[-1]

    def _cost(self, place: int, way: _Way) -> int:
        """What a way costs at least: what is left has to fit into what is left of the output."""
        return way.cost + max(0, way.left - MISSED * (len(self.output) - place))

    def _longer(self, place: int, way: _Way) -> Iterator[tuple[int, _Way]]:
        """The ways that go on from one, and where they end."""
        following, over = self._following(way)
        arrived = self.places.arrival(place)
        # Of writes alike the one that was over first: on a way that has them the other way round they can be swapped.
        alike = {}
        for index in sorted(following, key=lambda index: -self.written[index].after):
            if length := self.places.fit(place, index, way.had(index)):
                alike[self.written[index].data, self.written[index].sure] = index, length
        fitting = list(alike.values())
        for index, length in fitting:
            yield place + length, self._laid(place, way, index, length, min(over, arrived))
        if way.gap:
            yield from self._wider(place, way, following)
        elif self._may_widen(place, way, fitting, min(over, arrived)):
            yield place, way._replace(cost=way.cost + GAP, gap=True)
        if not way.gap and not fitting:
            for index in following:
                if self.written[index].after == over:  # perhaps it never reached the output, and holds up others
                    yield place, self._without(way, index)

    def _may_widen(self, place: int, way: _Way, fitting: list[tuple[int, int]], until: int) -> bool:
        """Whether a gap may begin here: nothing fits, or all that fits may be found again further on."""
        return not fitting or (
            self.unobserved.between(way.latest, until)
            and all(self.places.find(place + 1, index, way.had(index)) >= 0 for index, _ in fitting)
        )

    def _wider(self, place: int, way: _Way, following: list[int]) -> Iterator[tuple[int, _Way]]:
        """The gap goes on to where a write could follow; those that cannot any more are left out."""
        ends = [self.places.find(place + 1, index, way.had(index)) for index in following]
        if -1 in ends:
            for index, end in zip(following, ends, strict=True):
                if end == -1:
                    way = self._without(way, index)
            yield place, way
        elif ends:
            yield min(ends), way
        else:
            likely = self.unobserved.between(way.latest, NEVER)
            yield len(self.output), way._replace(cost=way.cost + (0 if likely else UNLIKELY))

    def _following(self, way: _Way) -> tuple[list[int], int]:
        """The writes that may come next, having begun before any other one left was over; and when the first was."""
        found: list[int] = []
        over, left = NEVER, ~way.done
        while True:
            index = way.base + (left & -left).bit_length() - 1
            if index >= len(self.written) or self.written[index].before > over:
                return found, over
            found.append(index)
            over = min(over, self.written[index].after)
            left &= left - 1

    def _laid(self, place: int, way: _Way, index: int, length: int, until: int) -> _Way:
        """The way with a write, or a piece of it, at its end."""
        one = self.written[index]
        had = way.had(index)
        cost = way.cost
        if way.gap and not self.unobserved.between(way.latest, min(until, one.after)):
            cost += UNLIKELY
        spans = (Span(one.pid, one.before, place, place + length), way.spans)
        way = way._replace(cost=cost, gap=False, latest=max(way.latest, one.before), spans=spans)
        begun = tuple(entry for entry in way.begun if entry[0] != index)
        if had + length < len(one.data):
            left = way.left - MISSED * length * one.sure
            return way._replace(left=left, begun=tuple(sorted((*begun, (index, had + length)))))
        price = self.price[index] - MISSED * had * one.sure
        return self._over(way._replace(left=way.left - price, begun=begun), index)

    def _without(self, way: _Way, index: int) -> _Way:
        """The way on which a write, or the rest of it, is left out."""
        price = self.price[index] - MISSED * way.had(index) * self.written[index].sure
        begun = tuple(entry for entry in way.begun if entry[0] != index)
        return self._over(way._replace(cost=way.cost + price, left=way.left - price, begun=begun), index)

    def _over(self, way: _Way, index: int) -> _Way:
        done = way.done | 1 << (index - way.base)
        ones = (~done & (done + 1)).bit_length() - 1
        return way._replace(base=way.base + ones, done=done >> ones)
