"""The graph in small and lying down, as a sign of what a program does: lanes from left to right, no words."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from witness.exhibit.graph import Graph
from witness.exhibit.render import render
from witness.exhibit.roster import Roster
from witness.recording import Recording

WIDTH, LANE, EDGE = 176, 10, 5
"""In pixels: of the whole, from one lane to the next, and what is free at each side."""
LANES = 8
"""So many are drawn."""


class Line(NamedTuple):
    """A piece of a lane, or what joins two of them."""

    kind: str
    style: str
    x1: int
    y1: int
    x2: int
    y2: int


class Mark(NamedTuple):
    """A line of output, or an end."""

    kind: str
    style: str
    x: int
    y: int


def miniature(recording: Recording, cast: dict[int, str]) -> Markup:
    """The small picture of a run, as SVG.

    Args:
        recording: the run.
        cast: what the promise calls its processes, by PID.
    """
    graph = Graph(Roster(recording, cast))
    shown = {pid: lane for pid, lane in graph.lanes.items() if lane < LANES}
    height = (max(shown.values(), default=0) + 1) * LANE
    return render("miniature.svg", width=WIDTH, height=height, paths=_paths(graph, shown))


def _paths(graph: Graph, shown: dict[int, int]) -> dict[str, str]:
    """What is drawn, by the classes of it: a page that lists a whole chapter has some thousand strokes."""
    paths: dict[str, list[str]] = {}
    for line in _lines(graph, shown):
        to = f"h{line.x2 - line.x1}" if line.y1 == line.y2 else f"v{line.y2 - line.y1}"
        paths.setdefault(f"{line.kind} {line.style}", []).append(f"M{line.x1} {line.y1}{to}")
    for mark in _marks(graph, shown):
        half = 2 if mark.kind == "says" else 4
        paths.setdefault(f"{mark.kind} {mark.style}", []).append(f"M{mark.x} {mark.y - half}v{2 * half}")
    return {classes: "".join(path) for classes, path in paths.items()}


def _x(graph: Graph, row: int) -> int:
    return round(EDGE + row * (WIDTH - 2 * EDGE) / max(1, len(graph.moments) - 1))


def _y(lane: int) -> int:
    return lane * LANE + LANE // 2


def _lines(graph: Graph, shown: dict[int, int]) -> list[Line]:
    lines: list[Line] = []
    for pid, lane in shown.items():
        (made, ended, gone), y = graph.spans[pid], _y(lane)
        style = graph.roster.styles[pid]
        for row in range(made, gone):
            state = graph.state(pid, row, ended)
            if lines and (lines[-1].kind, lines[-1].y1, lines[-1].x2) == (state, y, _x(graph, row)):
                lines[-1] = lines[-1]._replace(x2=_x(graph, row + 1))
            else:
                lines.append(Line(state, style, _x(graph, row), y, _x(graph, row + 1), y))
    for row, moment in enumerate(graph.moments):
        for other in {moment.pid, *moment.others} & shown.keys() - {moment.pid}:
            if moment.what in ("makes", "reaps", "signals") and moment.pid in shown:
                x, style = _x(graph, row), graph.roster.styles[moment.pid if moment.what == "signals" else other]
                ends = [_y(shown[pid]) for pid in (moment.pid, other)]
                lines.append(Line(moment.what, style, x, ends[0], x, ends[1]))
    return lines


def _marks(graph: Graph, shown: dict[int, int]) -> list[Mark]:
    return [
        Mark(moment.what, graph.roster.styles[moment.pid], _x(graph, row), _y(shown[moment.pid]))
        for row, moment in enumerate(graph.moments)
        if moment.pid in shown and moment.what in ("says", "ends", "hangs")
    ]
