"""The timeline of runs that are wide: many processes, many events."""

from __future__ import annotations

import dataclasses
import itertools
import json
import xml.etree.ElementTree as ET

import pytest

from tests.exhibit.runs import recording, roster, shown
from witness.exhibit.roster import Roster
from witness.exhibit.timeline import EVENTS, LANES, WIDTH, Timeline
from witness.recording import Call

SVG = "{http://www.w3.org/2000/svg}"


def draw(who: Roster) -> ET.Element:
    """The picture, which has to be XML."""
    svg = str(Timeline(who, "时间线", "+ {count}", "tree").svg())
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def size(svg: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    return width, height


def texts(svg: ET.Element, style: str) -> list[tuple[str, float]]:
    """The texts of a kind with their heights."""
    found = [text for text in svg.iter(f"{SVG}text") if style in text.attrib["class"].split()]
    return [("".join(text.itertext()), float(text.attrib["y"])) for text in found]


@pytest.mark.parametrize("workers", [19, 59, 300])
def test_a_wide_run_has_a_picture_of_bounded_height(workers: int) -> None:
    svg = draw(roster(recording(workers, 1500)))
    width, height = size(svg)
    assert width == WIDTH
    assert height <= 0.7 * WIDTH
    lanes = texts(svg, "lane")
    assert len(lanes) == min(workers + 1, 2 * LANES)
    heights = [y for _, y in lanes]
    assert all(b - a >= 14 for a, b in itertools.pairwise(heights)), "the names do not touch"
    assert all(0 < y < height for y in heights)
    rest = workers + 1 - len(lanes)
    assert [text for text, _ in texts(svg, "more")] == ([f"+ {rest}"] if rest else [])


@pytest.mark.parametrize("workers", [3, 19, 59])
def test_everything_lies_inside_the_picture(workers: int) -> None:
    for events in 8, 30, 1500:
        run = recording(workers, events)
        picture = Timeline(roster(run), "", "+ {count}", "tree")
        moments = [0.0, run.duration, *(ran.time for ran in run.ran), *(p.end for p in run.processes)]
        assert all(0 <= picture.x(moment) <= WIDTH for moment in moments)
        xs = [picture.x(moment) for moment in sorted(moments)]
        assert xs == sorted(xs)


def test_a_thousand_calls_do_not_make_the_page_heavy() -> None:
    svg = draw(roster(recording(19, 20_000)))
    bars = list(svg.iter(f"{SVG}rect"))
    assert 20 <= len(bars) <= 20 * WIDTH / 2, "bars that would lie on one another are one"
    assert len(Timeline(roster(recording(3, 3_000)), "", "+ {count}", "tree").svg()) < 100_000


@pytest.mark.parametrize("events", [40, 60, 400])
def test_no_bar_has_a_name_that_it_has_no_room_for(events: int) -> None:
    run = recording(3, events)
    told = {"work(0)": 0.2, "a_rather_long_name(1)": 0.05, "nap(2)": 0.01, "go(3)": 0.3}
    long = tuple(
        dataclasses.replace(call, name=name, end=call.start + 2.0 * share)
        for call, (name, share) in zip(run.calls, told.items(), strict=False)
    )
    svg = draw(roster(dataclasses.replace(run, calls=long)))
    named = {}
    for group in svg.iter(f"{SVG}g"):
        if "calls" in group.attrib["class"].split():
            bar, *text = list(group)
            named["".join(text[0].itertext()) if text else ""] = float(bar.attrib["width"])
    assert set(named) == {"work(0)", "(1)", "", "go(3)"}, "in full, in part, or not at all"
    assert all(5 * len(name) <= width for name, width in named.items())


def test_a_short_run_is_drawn_by_event() -> None:
    run = recording(1, 10)
    picture = Timeline(roster(run), "", "+ {count}", "tree")
    svg = draw(roster(run))
    assert 0 < len(picture.moments) <= EVENTS
    assert [text for text, _ in texts(svg, "line")] == [
        str(ran.line) for pid in (1000, 1001) for ran in run.ran if ran.pid == pid
    ]
    assert list(svg.iter(f"{SVG}rect")) == []
    assert texts(svg, "scale") == []
    xs = [picture.x(moment) for moment in picture.moments]
    assert all(b - a >= 19 for a, b in itertools.pairwise(xs)), "the circles do not touch"


def test_a_long_run_is_drawn_in_time() -> None:
    run = recording(3, 300)
    picture = Timeline(roster(run), "", "+ {count}", "tree")
    svg = draw(roster(run))
    assert picture.moments == []
    assert texts(svg, "line") == []
    assert len(list(svg.iter(f"{SVG}rect"))) > 4
    assert 3 <= len(texts(svg, "scale")) <= 8
    assert picture.x(1.0) - picture.x(0.5) == pytest.approx(picture.x(0.5) - picture.x(0.0), abs=0.2)


def test_names_are_text() -> None:
    run = recording(2, 10)
    odd = '<b>&"x"</b>'
    cast = {1000: "main", 1001: odd, 1002: "w"}
    for many in run, recording(2, 300):
        svg = draw(roster(many, cast))
        assert odd in {text.rsplit(" ", 1)[0] for text, _ in texts(svg, "lane")}
    calls = (Call(1001, 0, f"f({odd!r})", 0, 0.1, 1.9),)
    long = dataclasses.replace(run, calls=calls, ran=recording(2, 300).ran)
    assert [text for text, _ in texts(draw(roster(long, cast)), "call")] == [f"f({odd!r})"]
    assert "<b>&" not in Timeline(roster(run, cast), odd, "+ {count}", "tree").svg()
    steps = str(shown(run, cast).steps)
    assert "<" not in steps
    assert odd in {name for _, name in json.loads(steps)["lanes"]}
