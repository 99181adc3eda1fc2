"""The timeline, to scale: where it is shown, and that of runs that are wide, of many processes and many events."""

from __future__ import annotations

import dataclasses
import itertools
import xml.etree.ElementTree as ET

import pytest

from tests.exhibit.page import exhibit, having
from tests.exhibit.runs import MAIN, life, recording, roster, run
from witness.exhibit.roster import Roster
from witness.exhibit.timeline import LANES, WIDTH, Timeline
from witness.recording import Call, Wait

SVG = "{http://www.w3.org/2000/svg}"


def draw(who: Roster) -> ET.Element:
    """The picture, which has to be XML."""
    svg = str(Timeline(who, "时间线", "+ {count}").svg())
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
        picture = Timeline(roster(run), "", "+ {count}")
        moments = [0.0, run.duration, *(ran.time for ran in run.ran), *(p.end for p in run.processes)]
        assert all(0 <= picture.x(moment) <= WIDTH for moment in moments)
        xs = [picture.x(moment) for moment in sorted(moments)]
        assert xs == sorted(xs)


def test_a_thousand_calls_do_not_make_the_page_heavy() -> None:
    svg = draw(roster(recording(19, 20_000)))
    bars = list(svg.iter(f"{SVG}rect"))
    assert 20 <= len(bars) <= 20 * WIDTH / 2, "bars that would lie on one another are one"
    assert len(Timeline(roster(recording(3, 3_000)), "", "+ {count}").svg()) < 100_000


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


def test_it_is_drawn_to_scale() -> None:
    run = recording(3, 300)
    picture = Timeline(roster(run), "", "+ {count}")
    svg = draw(roster(run))
    assert len(list(svg.iter(f"{SVG}rect"))) > 4
    assert 3 <= len(texts(svg, "scale")) <= 8
    assert picture.x(1.0) - picture.x(0.5) == pytest.approx(picture.x(0.5) - picture.x(0.0), abs=0.2)


def test_names_are_text() -> None:
    odd = '<b>&"x"</b>'
    cast = {1000: "main", 1001: odd, 1002: "w"}
    calls = (Call(1001, 0, f"f({odd!r})", 0, 0.1, 1.9),)
    svg = draw(roster(dataclasses.replace(recording(2, 10), calls=calls), cast))
    assert odd in {text.rsplit(" ", 1)[0] for text, _ in texts(svg, "lane")}
    assert [text for text, _ in texts(svg, "call")] == [f"f({odd!r})"]
    assert "<b>&" not in Timeline(roster(recording(2, 10), cast), odd, "+ {count}").svg()


@pytest.mark.parametrize(
    ("calls", "waits", "shown"),
    [
        ([(1001, 0.1, 0.9), (1002, 0.2, 0.8)], [], True),
        ([(1001, 0.1, 0.9), (1002, 0.2, 0.8)], [(1001, "time")], True),  # who sleeps in a task is busy with it
        ([(1001, 0.1, 0.9), (1002, 0.2, 0.8)], [(1001, "lock")], False),  # who waits for another is not
        ([(1001, 0.1, 0.9), (1002, 0.85, 0.95)], [], False),  # too short to be seen
        ([(1001, 0.1, 0.4), (1002, 0.5, 0.9)], [], False),  # one after the other
        ([(1001, 0.1, 0.9), (1001, 0.2, 0.8)], [], False),  # in two threads of one
    ],
)
def test_it_is_shown_where_calls_run_beside_one_another(
    calls: list[tuple[int, float, float]], waits: list[tuple[int, str]], shown: bool
) -> None:
    made = run(
        life(MAIN, 0.0, 1.0),
        life(1001, 0.05, 0.95),
        life(1002, 0.05, 0.95),
        calls=tuple(Call(pid, 0, "f()", 0, start, end) for pid, start, end in calls),
        waits=tuple(Wait(pid, what, 0, 0.3, 0.5) for pid, what in waits),
    )
    assert bool(list(having(exhibit(made), "timeline"))) == shown


def test_it_is_shown_of_each_run_or_of_none() -> None:
    calls = Call(1001, 0, "f()", 0, 0.1, 0.9), Call(1002, 0, "f()", 0, 0.1, 0.9)
    short = run(life(MAIN, 0.0, 1.0), life(1001, 0.05, 0.95), life(1002, 0.05, 0.95))
    page = exhibit({"fork": short, "spawn": dataclasses.replace(short, start_method="spawn", calls=calls)})
    assert len(list(having(page, "timeline"))) == 2
