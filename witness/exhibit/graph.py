"""The graph beside the moments: a lane for each process, a row for each moment, as `git log --graph` draws branches.

A lane is solid while its process works, hollow while it waits, and a ghost from its end until it is reaped: that is
seen between two rows, by the time that passed. In a row stands the sign of what happened there. A message leaves the
lane of its sender, goes down beside the lane of its receiver, and enters it where it is received. A lane has a bar
behind it while its process holds a lock. Here is where everything is, `x` in pixels and `y` in parts of the row;
`templates/moment.html` draws it.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from witness.exhibit.moments import Moment, moments
from witness.exhibit.roster import Roster

STEP, NARROW = 18, 11
"""From one lane to the next; where they are many."""
MANY = 8
INSTANT = 1e-6
State = Literal["work", "wait", "sleep", "ghost"]


class Stroke(NamedTuple):
    """A piece of a line."""

    kind: str
    """A state, or `hold`, `branch`, `reap`, `signal` or `message`."""
    style: str
    x1: float
    y1: int
    x2: float
    y2: int


class Sign(NamedTuple):
    """What happened, where it happened."""

    kind: str
    style: str
    x: float


@dataclass
class Row:
    """A moment, and the graph beside it."""

    moment: Moment
    strokes: list[Stroke] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)


@dataclass(frozen=True)
class Graph:
    """The graph of a run."""

    roster: Roster

    @functools.cached_property
    def moments(self) -> list[Moment]:
        """What stands in the rows."""
        return moments(self.roster.recording)

    @functools.cached_property
    def spans(self) -> dict[int, tuple[int, int, int]]:
        """Of each process the rows in which it was made, ended, and was gone."""
        made, ended, gone = {}, {}, {}
        for number, moment in enumerate(self.moments):
            if moment.what == "begins":
                made[moment.pid] = number
            if moment.what == "makes":
                made |= dict.fromkeys(moment.others, number)
            if moment.what in ("ends", "hangs"):
                ended[moment.pid] = gone[moment.pid] = number
            if moment.what == "reaps":
                gone |= dict.fromkeys(moment.others, number)
        times = [moment.time for moment in self.moments]
        for process in self.roster.recording.processes:
            if not process.reaped and process.reaped_at is not None and process.ppid in made:
                gone[process.pid] = max(ended[process.pid], bisect_left(times, process.reaped_at) - 1)
        return {pid: (row, ended[pid], gone[pid]) for pid, row in made.items()}

    @functools.cached_property
    def lanes(self) -> dict[int, int]:
        """The lane of each process: the first that is free to the right of its maker's."""
        lanes: dict[int, int] = {}
        busy: dict[int, int] = {}  # until which row
        for pid, (made, _, gone) in sorted(self.spans.items(), key=lambda item: (item[1][0], item[0])):
            process = self.roster.recording.by_pid[pid]
            lane = lanes.get(process.ppid, -1) + 1
            while busy.get(lane, -1) >= made:
                lane += 1
            lanes[pid], busy[lane] = lane, gone
        return lanes

    @property
    def count(self) -> int:
        """Of lanes."""
        return max(self.lanes.values(), default=0) + 1

    @property
    def step(self) -> int:
        """From one lane to the next."""
        return NARROW if self.count > MANY else STEP

    @property
    def width(self) -> int:
        """In pixels."""
        return self.count * self.step

    def x(self, pid: int) -> float:
        """The middle of a process's lane."""
        return (self.lanes[pid] + 0.5) * self.step

    def rows(self) -> list[Row]:
        """The moments, each with the graph beside it."""
        rows = [Row(moment) for moment in self.moments]
        for pid, (made, ended, gone) in self.spans.items():
            style, x = self.roster.styles[pid], self.x(pid)
            for number in range(made, gone + 1):
                if number > made:
                    rows[number].strokes.append(Stroke(self.state(pid, number - 1, ended), style, x, 0, x, 50))
                if number < gone:
                    rows[number].strokes.append(Stroke(self.state(pid, number, ended), style, x, 50, x, 100))
        for row in rows:
            self._sign(row)
        self._messages(rows)
        self._holds(rows)
        return rows

    def _holds(self, rows: list[Row]) -> None:
        """The bars behind the lanes of those who hold a lock."""
        released = {one.number: number for number, one in enumerate(self.moments) if one.what == "releases"}
        halves: dict[tuple[int, int, int], None] = {}
        for start, one in enumerate(self.moments):
            if one.what == "acquires" and one.pid in self.lanes:
                end = self.spans[one.pid][1]
                for number in range(start, min(end, released.get(one.number, end))):
                    halves |= dict.fromkeys([(one.pid, number, 50), (one.pid, number + 1, 0)])
        for pid, number, y in halves:
            x = self.x(pid)
            rows[number].strokes.insert(0, Stroke("hold", self.roster.styles[pid], x, y, x, y + 50))

    def _messages(self, rows: list[Row]) -> None:
        """The ways of the messages; those that are on the same way at the same time are one."""
        got = {item: number for number, one in enumerate(self.moments) if one.what == "gets" for item in one.items}
        ways = {
            (number, got[item], one.pid, self.moments[got[item]].pid): None
            for number, one in enumerate(self.moments)
            if one.what == "puts"
            for item in one.items
            if item in got
        }
        for start, end, sender, receiver in ways:
            if sender == receiver or not {sender, receiver} <= self.lanes.keys():
                continue
            style, x, there = self.roster.styles[sender], self.x(sender), self.x(receiver)
            beside = there - self.step / 2 if there > x else there + self.step / 2
            rows[start].strokes += [
                Stroke("message", style, x, 50, beside, 50),
                Stroke("message", style, beside, 50, beside, 100),
            ]
            for row in rows[start + 1 : end]:
                row.strokes += [
                    Stroke("message", style, beside, 0, beside, 50),
                    Stroke("message", style, beside, 50, beside, 100),
                ]
                row.signs.append(Sign("item", style, beside))
            rows[end].strokes.append(Stroke("message", style, beside, 0, beside, 50))
            rows[end].signs.append(Sign("right" if there > x else "left", style, there))

    @functools.cached_property
    def _waits(self) -> dict[int, list[tuple[float, float, str]]]:
        waits = defaultdict(list)
        for wait in self.roster.recording.waits:
            waits[wait.pid].append((wait.start, wait.end, wait.what))
        return waits

    def state(self, pid: int, number: int, ended: int) -> State:
        """What a process did between a row and the next."""
        if number >= ended:
            return "ghost"
        start, end = self.moments[number].time, self.moments[number + 1].time
        if start == end:  # as it was at that moment
            start, end = start - INSTANT, end + INSTANT
        waited = {"wait": 0.0, "sleep": 0.0}
        for begin, over, what in self._waits[pid]:
            waited["sleep" if what == "time" else "wait"] += max(0.0, min(end, over) - max(start, begin))
        longest: State = "sleep" if waited["sleep"] > waited["wait"] else "wait"
        return longest if sum(waited.values()) > 0.49 * (end - start) else "work"  # what is just over counts

    def _sign(self, row: Row) -> None:
        moment = row.moment
        if moment.pid not in self.lanes:
            return
        style, x = self.roster.styles[moment.pid], self.x(moment.pid)
        for other in moment.others:
            if other not in self.lanes:
                continue
            theirs, there = self.roster.styles[other], self.x(other)
            if moment.what == "makes":
                row.strokes.append(Stroke("branch", theirs, x, 50, there, 50))
            elif moment.what == "reaps":
                row.strokes.append(Stroke("reap", theirs, x, 50, there, 50))
                row.signs.append(Sign("gone", theirs, there))
            elif moment.what in ("signals", "sets"):
                row.strokes.append(Stroke("signal", style, x, 50, there - (5 if there > x else -5), 50))
                row.signs.append(Sign("right" if there > x else "left", style, there))
            elif moment.what == "says":
                row.signs.append(Sign("says", theirs, there))
        row.signs.append(Sign(moment.what.replace(" ", "-"), style, x))
