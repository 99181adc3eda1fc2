"""The timeline of a run as SVG: a lane for each process, where one makes another, what it ran, and how it ended.

A short run is drawn by event, each line it ran as a circle with the line's number: in time it would be one blot. A
longer one is drawn in seconds, with a bar for each call of a function of the program.
"""

from __future__ import annotations

import functools
import html
from bisect import bisect_left
from dataclasses import dataclass

from witness.ending import ending
from witness.exhibit.roster import Who
from witness.recording import MACHINERY, Process

WIDTH, LEFT, RIGHT, TOP = 920, 176, 26, 10
EVENTS = 36
"""More than so many events are drawn in time."""
LANES = 16
"""More lanes than that are drawn low, and only the first of them."""
HIGH, LOW = 34, 16
"""The heights of a lane."""
ROOM = 7
"""What a letter needs."""


@dataclass(frozen=True)
class Picture:
    """A timeline, ready to be drawn."""

    who: Who
    title: str
    more: str
    """What to say of processes that have no lane, with `{count}`."""
    story: str
    """The id of the element that tells the same in words."""

    @functools.cached_property
    def moments(self) -> list[float]:
        """The moments that have a place of their own when the run is drawn by event; none if it is drawn in time."""
        recording = self.who.recording
        ends = [moment for p in self._shown for moment in (p.made, p.end)]
        moments = sorted({*(ran.time for ran in recording.ran if ran.pid in self._lanes), *ends})
        return moments if len(moments) <= EVENTS else []

    @functools.cached_property
    def _shown(self) -> list[Process]:
        return [process for _, process in self.who.tree][: 2 * LANES]

    @functools.cached_property
    def _lanes(self) -> dict[int, int]:
        return {process.pid: index for index, process in enumerate(self._shown)}

    @property
    def _height(self) -> int:
        """Of a lane."""
        return HIGH if len(self._shown) <= LANES else LOW

    def x(self, moment: float) -> float:
        """Where a moment is."""
        if self.moments:
            step = min(44.0, (WIDTH - LEFT - RIGHT) / len(self.moments))
            return round(LEFT + step * (bisect_left(self.moments, moment) + 0.5), 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * moment / max(self.who.recording.duration, 1e-9), 1)

    def _y(self, pid: int) -> float:
        return TOP + self._height * (self._lanes[pid] + 0.5)

    def svg(self) -> str:
        """The picture."""
        bottom = TOP + self._height * len(self._shown)
        rest = len(self.who.tree) - len(self._shown)
        parts = [] if self.moments else self._scale(bottom)
        parts += [self._made(process) for process in self._shown]
        parts += [self._lane(depth, process) for depth, process in self.who.tree[: len(self._shown)]]
        parts += [self._calls(process) for process in self._shown] if not self.moments else []
        parts += [self._ran(process) for process in self._shown] if self.moments else []
        parts += [self._end(process) for process in self._shown]
        if rest:
            parts.append(_text(12, bottom + 12, self.more.format(count=rest), "more"))
        parts.append(f'<line class="playhead" x1="{LEFT}" x2="{LEFT}" y1="2" y2="{bottom}"/>')
        height = bottom + (4 if self.moments else 22) + (16 if rest else 0)
        return (
            f'<svg class="timeline" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-label="{html.escape(self.title)}" aria-describedby="{html.escape(self.story)}">'
            f"<title>{_escape(self.title)}</title>{''.join(parts)}</svg>"
        )

    def _scale(self, bottom: float) -> list[str]:
        """Lines and numbers of seconds."""
        duration = self.who.recording.duration
        step = next((s for s in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if duration / s <= 6), 10.0)
        parts = []
        for index in range(int(duration / step) + 1):
            x = self.x(index * step)
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom}"/>')
            parts.append(_text(x, bottom + 15, f"{index * step:g} s", "scale", anchor="middle"))
        return parts

    def _made(self, process: Process) -> str:
        """The line down from the parent at the moment when it made this process."""
        if process.ppid not in self._lanes:
            return ""
        x, top, y = self.x(process.made), self._y(process.ppid), self._y(process.pid)
        style = self.who.styles[process.pid]
        return (
            f'<path class="made {style}" d="M{x} {top}V{y}H{self.x(process.start)}"/>'
            f'<circle class="maker {style}" cx="{x}" cy="{top}" r="3"/>'
        )

    def _lane(self, depth: int, process: Process) -> str:
        y, style = self._y(process.pid), self.who.styles[process.pid]
        thin = " thin" if process.role in MACHINERY else ""
        start = self.x(process.start) if not self.moments else self.x(process.made)
        name = f'<tspan class="name">{_escape(self.who.names[process.pid])}</tspan> {process.pid}'
        low = self._height == LOW
        label = f'<text class="lane {style}{" low" if low else ""}" x="{6 + 14 * depth}" y="{y + 4}">{name}</text>'
        return f'<g class="life {style}{thin}">{label}<path d="M{start} {y}H{self.x(process.end)}"/></g>'

    def _calls(self, process: Process) -> str:
        """A bar for each call that is in no other, and does not lie on the one before."""
        height = self._height - 12 if self._height > LOW else self._height - 6
        bars, reached = [], 0.0
        for call in self.who.recording.calls:
            if call.pid == process.pid and call.depth == 0:
                x, width = self.x(call.start), max(2.0, self.x(call.end) - self.x(call.start))
                if x + width < reached + 2:
                    continue
                reached = x + width
                y = self._y(process.pid)
                bars.append(f'<rect x="{x}" y="{y - height / 2}" width="{width:.1f}" height="{height}" rx="4"/>')
                name = call.name if width > ROOM * len(call.name) else call.name[call.name.find("(") :]
                if width > ROOM * len(name) and self._height > LOW:
                    bars.append(_text(x + width / 2, y + 4, name, "call", anchor="middle"))
        return f'<g class="calls {self.who.styles[process.pid]}">{"".join(bars)}</g>'

    def _ran(self, process: Process) -> str:
        """A circle for each line that it ran."""
        y = self._y(process.pid)
        marks = [
            f'<circle cx="{self.x(ran.time)}" cy="{y}" r="9.5"/>'
            + _text(self.x(ran.time), y + 3.5, str(ran.line), "line", "middle")
            for ran in self.who.recording.ran
            if ran.pid == process.pid
        ]
        return f'<g class="ran {self.who.styles[process.pid]}">{"".join(marks)}</g>'

    def _end(self, process: Process) -> str:
        """A stroke where it ended; a cross with the reason where it did not end with 0."""
        x, y, style = self.x(process.end), self._y(process.pid), self.who.styles[process.pid]
        if not process.exit_code:
            return f'<path class="end {style}" d="M{x} {y - 6}v12"/>'
        cross = f'<path class="end {style}" d="M{x - 5} {y - 5}l10 10m0 -10l-10 10"/>'
        near = x > WIDTH - 90
        return cross + _text(
            x - 9 if near else x + 9,
            y - 7 if near else y + 4,
            ending(process.exit_code),
            f"why {style}",
            "end" if near else "start",
        )


def _text(x: float, y: float, text: str, style: str, anchor: str = "start") -> str:
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}">{_escape(text)}</text>'


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
