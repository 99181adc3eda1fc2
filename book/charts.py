"""What a program measured, as a chart and a table: Vega-Lite (https://vega.github.io/vega-lite/) draws it.

A program that measures prints a block for each thing that it measures, a title with its unit and a line for each case:

    computing (s)
      a loop: 0.201 0.203 0.211
      2 processes: 0.109 0.112 0.121
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import re
import time
from collections.abc import Mapping
from typing import NamedTuple

import vl_convert
from markupsafe import Markup

from book.lists import template
from witness.check import atomic, cache
from witness.recording import Recording

NOTHING = (
    "and its run printed no measurements: write a line like `computing (s)`, and below it lines like "
    "`  a loop: 0.201 0.203`, or leave out the chart"
)
"""What is wrong with a chart of a run that has none."""
WIDE = 30
"""Times the least: measurements so far apart are drawn on a logarithmic scale."""
BROAD = 344
"""Pixels: of a phone, and there the text has its own size; elsewhere a chart is drawn larger."""
LETTER = 7
"""Pixels that a letter takes at most."""
INK = "currentColor"
EDGE = "var(--edge)"
CONFIG = {
    "aria": False,  # the table says it
    "background": None,
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "domainColor": EDGE,
        "gridColor": EDGE,
        "labelColor": INK,
        "labelFontSize": 12,
        "tickColor": EDGE,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
}
"""A process has a colour, and a number has none: https://vega.github.io/vega-lite/docs/config.html."""
VEGA_LITE = "6.4"
DRAWER = f"vl-convert {importlib.metadata.version('vl-convert-python')}, Vega-Lite {VEGA_LITE}"
DRAWN = cache.FOLDER / "charts"
"""Charts as they were drawn, each under a hash of what it shows."""


class Case(NamedTuple):
    """A line of a block: what was measured several times."""

    name: str
    measured: list[str]
    """As they were printed."""

    @property
    def ordered(self) -> list[str]:
        """From the least to the most."""
        return sorted(self.measured, key=float)

    @property
    def median(self) -> str:
        """One of those that were measured: of two in the middle, the lower."""
        return self.ordered[(len(self.measured) - 1) // 2]


class Block(NamedTuple):
    """What belongs in one chart."""

    title: str
    unit: str
    cases: list[Case]

    @property
    def is_far_apart(self) -> bool:
        """Whether only a logarithmic scale shows all that was measured."""
        numbers = [float(one) for case in self.cases for one in case.measured]
        return min(numbers) > 0 and max(numbers) > WIDE * min(numbers)


def blocks(recording: Recording) -> list[Block]:
    """What a run measured, in the order in which it was printed."""
    found: list[Block] = []
    inside = False
    for line in recording.output.splitlines():
        if head := re.fullmatch(r"(?P<title>\S.*) \((?P<unit>[^()\s]+)\)", line):
            found.append(Block(head["title"], head["unit"], []))
            inside = True
        elif inside and (row := re.fullmatch(r"  (?P<name>\S.*): (?P<measured>\d+(\.\d+)?( \d+(\.\d+)?)*)", line)):
            found[-1].cases.append(Case(row["name"], row["measured"].split()))
        else:
            inside = False
    return [block for block in found if block.cases]


def figure(measured: list[Block], caption: str, label: Mapping[str, str], beside: str = "") -> str:
    """Charts with the data beneath, as HTML.

    Args:
        measured: a chart each.
        caption: what it was measured with, or why it was not.
        label: the words of the page's language.
        beside: what stands beside each title, to tell it from that of another figure.
    """
    drawn = [(block, Markup(_svg(block))) for block in measured]
    return template("chart.html").render(drawn=drawn, caption=caption, label=label, beside=beside)


def _svg(block: Block) -> str:
    names = LETTER * max(len(case.name) for case in block.cases) + 8
    across = {
        "field": "value",
        "type": "quantitative",
        "title": block.unit,
        "scale": {"type": "log"} if block.is_far_apart else {"zero": True},
        "axis": {"tickCount": 4},
    }
    down = {
        "field": "case",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {
            "minExtent": names,
            "maxExtent": names,
            "labelLimit": 0,
            "domain": False,
            "ticks": False,
            "grid": True,
        },
    }
    dots = [{"case": case.name, "value": float(one)} for case in block.cases for one in case.measured]
    medians = [{"case": case.name, "value": float(case.median)} for case in block.cases]
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        "encoding": {"x": across, "y": down},
        "height": {"step": 26},
        "layer": [
            {"data": {"values": dots}, "mark": {"color": INK, "filled": True, "opacity": 0.4, "type": "point"}},
            {"data": {"values": medians}, "mark": {"color": INK, "size": 18, "thickness": 2.5, "type": "tick"}},
        ],
        "padding": {"bottom": 2, "left": 0, "right": 14, "top": 2},
        "width": BROAD - names,
    }
    return _drawn(json.dumps(chart))


def _drawn(chart: str) -> str:
    """Draw it, or take it as it was drawn: to begin takes longer than twenty charts, and both languages share it."""
    place = DRAWN / f"{hashlib.sha256(f'{DRAWER} {chart}'.encode()).hexdigest()}.svg"
    try:
        return place.read_text(encoding="utf-8")
    except FileNotFoundError:
        svg: str = vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE)
    atomic.write(place, svg.encode())
    for old in DRAWN.glob("*.svg"):
        with contextlib.suppress(FileNotFoundError):  # another build was quicker
            if old.stat().st_mtime < time.time() - cache.DAY:
                old.unlink()
    return svg
