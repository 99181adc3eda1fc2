"""The timeline of a run, to scale: a lane for each process, where one makes another, its calls, and how it ended.

It stands below the moments where time is the lesson: where calls in several processes run beside one another for a
part of the run that can be seen. Here is where everything is; `templates/timeline.svg` draws it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from witness.ending import ending
from witness.exhibit.moments import FELT
from witness.exhibit.render import render
from witness.exhibit.roster import Roster
from witness.recording import MACHINERY, Process

WIDTH, LEFT, RIGHT, TOP = 920, 176, 26, 10
PART = 0.1
"""So much of the run can be seen."""
LANES = 16
"""More lanes than that are drawn low, and only the first of them."""
HIGH, LOW = 34, 16
"""The heights of a lane."""
ROOM = 7
"""What a letter needs."""


class Box(NamedTuple):
    """A call; its text is empty where there is no room for any."""

    x: float
    width: float
    text: str


class Branch(NamedTuple):
    """Where one process makes another."""

    x: float
    y: float
    """That of the lane of its maker."""
    start: float
    """Where it has its own first moment."""


@dataclass(frozen=True)
class Lane:
    """A process and what it did; places are in the units of the picture."""

    name: str
    pid: int
    style: str
    y: float
    indent: int
    thin: bool
    start: float
    end: float
    branch: Branch | None
    boxes: list[Box]
    why: str | None
    """How it ended, where that was not with 0: empty if nobody knows."""

    @property
    def near(self) -> bool:
        """Whether there is no room behind its end."""
        return self.end > WIDTH - 90


@dataclass(frozen=True)
class Timeline:
    """The timeline of a run, ready to be drawn."""

    roster: Roster
    title: str
    more: str
    """What to say of processes that have no lane, with `{count}`."""

    @property
    def is_the_lesson(self) -> bool:
        """Whether calls that wait for nobody run beside one another, in several processes, for long enough."""
        run = self.roster.recording
        waits = [wait for wait in run.waits if wait.what != "time"]
        edges = sorted(
            edge
            for call in run.calls
            if call.depth == 0 and not any(w.pid == call.pid and call.start <= w.start < call.end for w in waits)
            for edge in ((call.start, 1, call.pid), (call.end, -1, call.pid))
        )
        beside, before = 0.0, 0.0
        inside = Counter[int]()
        for time, step, pid in edges:
            if sum(count > 0 for count in inside.values()) > 1:
                beside += time - before
            inside[pid] += step
            before = time
        return beside > max(PART * run.duration, FELT)

    @functools.cached_property
    def _shown(self) -> list[Process]:
        return [process for _, process in self.roster.tree][: 2 * LANES]

    @functools.cached_property
    def _places(self) -> dict[int, int]:
        return {process.pid: index for index, process in enumerate(self._shown)}

    @property
    def low(self) -> bool:
        """Whether there are so many lanes that each is low."""
        return len(self._shown) > LANES

    @property
    def _height(self) -> int:
        """Of a lane."""
        return LOW if self.low else HIGH

    @property
    def _bottom(self) -> int:
        return TOP + self._height * len(self._shown)

    def x(self, moment: float) -> float:
        """Where a moment is."""
        return round(LEFT + (WIDTH - LEFT - RIGHT) * moment / max(self.roster.recording.duration, 1e-9), 1)

    def _y(self, pid: int) -> float:
        return TOP + self._height * (self._places[pid] + 0.5)

    def svg(self) -> Markup:
        """The picture."""
        rest = len(self.roster.tree) - len(self._shown)
        return render(
            "timeline.svg",
            title=self.title,
            width=WIDTH,
            height=self._bottom + 22 + (16 if rest else 0),
            top=TOP,
            bottom=self._bottom,
            low=self.low,
            thick=self._height - (6 if self.low else 12),
            scale=list(self._scale()),
            lanes=[self._lane(depth, process) for depth, process in self.roster.tree[: len(self._shown)]],
            more=self.more.format(count=rest) if rest else "",
        )

    def _scale(self) -> Iterator[tuple[float, str]]:
        """Where a number of seconds is written."""
        duration = self.roster.recording.duration
        step = next((s for s in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if duration / s <= 6), 10.0)
        for index in range(int(duration / step) + 1):
            yield self.x(index * step), f"{index * step:g} s"

    def _lane(self, depth: int, process: Process) -> Lane:
        pid, start, code = process.pid, self.x(process.start), process.ended
        branch = None
        if process.ppid in self._places:
            branch = Branch(self.x(process.made), self._y(process.ppid), start)
        return Lane(
            name=self.roster.names[pid],
            pid=pid,
            style=self.roster.styles[pid],
            y=self._y(pid),
            indent=6 + 14 * depth,
            thin=process.role in MACHINERY,
            start=start,
            end=self.x(process.end),
            branch=branch,
            boxes=list(self._boxes(pid)),
            why="" if code is None else ending(code) if code else None,
        )

    def _boxes(self, pid: int) -> Iterator[Box]:
        """A box for each call that is in no other, and does not lie on the one before."""
        reached = 0.0
        for call in self.roster.recording.calls:
            if call.pid == pid and call.depth == 0:
                x, width = self.x(call.start), max(2.0, self.x(call.end) - self.x(call.start))
                if x + width >= reached + 2:
                    reached = x + width
                    name = call.name if width > ROOM * len(call.name) else call.name[call.name.find("(") :]
                    yield Box(x, round(width, 1), "" if self.low or width <= ROOM * len(name) else name)
