"""Who held which lock or semaphore from when to when, and who let others go on that waited.

It is noted after it is acquired and before it is released, so two holders' times cannot overlap. An event, a condition
and a barrier are waits with a name: whoever sets one lets those go on who waited through that moment and no other of
its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from witness.recording import Hold, Process, Release
from witness.run import events
from witness.run.processes import Processes


class Things:
    """A number for each lock, event and the like, from 1, in the order in which they were first of use."""

    def __init__(self, run: Processes) -> None:
        """Number all that the processes wrote down."""
        kinds = events.Waits | events.Sets | events.Took
        told = [event for log in run.observed.values() for event in log if isinstance(event, kinds) and event.thing]
        self._names = {event.thing: None for event in sorted(told, key=lambda event: event.moment)}
        self._numbers = {name: number for number, name in enumerate(self._names, 1)}

    def number(self, name: str) -> int:
        """The number of a name; 0 if it has none."""
        return self._numbers.get(name, 0)


@dataclass
class _Held:
    what: str
    pid: int
    start: int
    depth: int = 1
    """How often it is acquired: some can be more than once."""


def holds(run: Processes, processes: list[Process], things: Things) -> list[Hold]:
    """Who held what, in the order of starts; what was released by another than the holder is over then too.

    Nobody holds a semaphore that is released by those who have not acquired it: it counts.
    """
    told = [(event.moment, pid, event) for pid, log in run.observed.items() for event in log]
    ends = {process.pid: process.end for process in processes}
    held: dict[str, dict[tuple[int, int], _Held]] = defaultdict(dict)
    found: list[Hold] = []
    counts: set[int] = set()
    for moment, pid, event in sorted(told, key=lambda one: one[0]):
        if isinstance(event, events.Took):
            holders, holder = held[event.thing], (pid, event.thread)
            if holder in holders:
                holders[holder].depth += 1
            else:
                holders[holder] = _Held(event.what, pid, moment)
        elif isinstance(event, events.Gives):
            holders, holder = held[event.thing], (pid, event.thread)
            if holder not in holders and len(holders) == 1 and next(iter(holders.values())).what == "lock":
                (holder,) = holders
            if holder not in holders:
                counts.add(things.number(event.thing))
            else:
                holders[holder].depth -= 1
                if not holders[holder].depth:
                    one = holders.pop(holder)
                    start, end = run.seconds(one.start), run.seconds(moment)
                    found.append(Hold(one.what, one.pid, things.number(event.thing), start, end, pid))
    found += [
        Hold(one.what, one.pid, things.number(name), run.seconds(one.start), ends[one.pid], 0)
        for name, holders in held.items()
        for one in holders.values()
    ]
    held_at_all = (hold for hold in found if hold.what == "lock" or hold.thing not in counts)
    return sorted(held_at_all, key=lambda hold: hold.start)


@dataclass(frozen=True)
class _Waited:
    pid: int
    start: int
    end: int
    answer: int | None


def releases(run: Processes) -> list[Release]:
    """Who set an event, notified, or came last to a barrier, and who went on because of that, in the order of time."""
    waited: dict[tuple[str, str], list[_Waited]] = defaultdict(list)
    for pid, log in run.observed.items():
        begun: events.Waits | None = None
        for event in log:
            if isinstance(event, events.Waits):
                begun = event
            elif isinstance(event, events.Woke) and begun:
                waited[begun.what, begun.thing].append(_Waited(pid, begun.moment, event.moment, event.answer))
                begun = None
    found = [*_set(run, waited)]
    for (what, thing), waits in waited.items():
        if what == "barrier" and thing:
            found += _met(run, waits, int(thing.rpartition(" ")[2]))
    return sorted(found, key=lambda release: release.time)


def _set(run: Processes, waited: dict[tuple[str, str], list[_Waited]]) -> Iterator[Release]:
    """Whoever waited, and was told that it came, goes on by the one that came meanwhile; of several it is not known."""
    sets = [(pid, event) for pid, log in run.observed.items() for event in log if isinstance(event, events.Sets)]
    moments = defaultdict(list)
    for _, event in sets:
        moments[event.what, event.thing].append(event.moment)
    for pid, event in sets:
        same = event.what, event.thing
        to = [
            wait.pid
            for wait in waited[same]
            if wait.pid != pid
            and wait.answer
            and [moment for moment in moments[same] if wait.start < moment < wait.end] == [event.moment]
        ]
        yield Release(event.what, pid, run.seconds(event.moment), tuple(sorted(set(to))))


def _met(run: Processes, waits: list[_Waited], parties: int) -> Iterator[Release]:
    """The meetings at a barrier: each is told as the how manieth it came, from 0."""
    come = sorted((wait for wait in waits if wait.answer is not None), key=lambda wait: wait.start)
    for first in range(0, len(come), parties):
        met = come[first : first + parties]
        if sorted(wait.answer or 0 for wait in met) != [*range(parties)]:
            return
        last = next(wait for wait in met if wait.answer == parties - 1)
        if parties > 1 and max(wait.start for wait in met) < min(wait.end for wait in met):
            yield Release("barrier", last.pid, run.seconds(last.start), tuple(w.pid for w in met if w is not last))
