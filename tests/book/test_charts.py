"""What a run measured is drawn, and stands beneath as numbers."""

from __future__ import annotations

import re

from book import charts
from book.labels import LABELS
from tests.exhibit.runs import MAIN, life, run

PRINTED = """\
computing (s)
  a loop: 0.30 0.10 0.20
  2 processes: 0.05 0.07
faster: True
  not a case: 1 2
memory (MB)
  read: 400 1
no cases (s)
"""


def measured(printed: str) -> list[charts.Block]:
    """What a run measured that printed this."""
    return charts.blocks(run(life(MAIN, 0, 1), said=((MAIN, 0.5, printed),)))


def test_blocks_are_what_stands_under_a_title_with_a_unit() -> None:
    computing, memory = measured(PRINTED)
    assert (computing.title, computing.unit) == ("computing", "s")
    assert [case.name for case in computing.cases] == ["a loop", "2 processes"]
    assert (memory.title, memory.unit, memory.cases[0].measured) == ("memory", "MB", ["400", "1"])


def test_a_median_is_one_of_what_was_measured_as_it_was_printed() -> None:
    loop, processes = measured(PRINTED)[0].cases
    assert loop.ordered == ["0.10", "0.20", "0.30"]
    assert loop.median == "0.20"
    assert processes.median == "0.05"


def test_each_measurement_is_a_dot_at_its_place() -> None:
    html = charts.figure(measured("computing (s)\n  a loop: 1.0 2.0 4.0\n"), "here", LABELS["en"])
    dots = [float(across) for across in re.findall(r'<path transform="translate\(([\d.]+),', html)]
    assert len(dots) == 3
    assert (dots[2] - dots[0]) / (dots[1] - dots[0]) == 3


def test_the_numbers_stand_beneath_with_the_machine() -> None:
    html = charts.figure(measured(PRINTED), "a <small> machine", LABELS["zh"])
    assert '<th scope="row">a loop</th><td>0.20</td><td>0.10</td><td>0.30</td>' in html
    assert "a &lt;small&gt; machine" in html


def test_what_is_far_apart_is_drawn_on_a_logarithmic_scale_and_says_so() -> None:
    computing, memory = measured(PRINTED)
    assert "logarithmic" not in charts.figure([computing], "here", LABELS["en"])
    assert "MB, on a logarithmic scale" in charts.figure([memory], "here", LABELS["en"])


def test_a_chart_has_no_colour_of_its_own() -> None:
    svg = charts.figure(measured(PRINTED), "here", LABELS["en"])
    assert re.findall(r"#[0-9a-f]{3,6}\b|rgb\(", svg) == []
