"""The timeline, the bars, the replay and the trace of runs that are wide: many processes, many events."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import pytest

from witness.check.verdict import Verdict
from witness.exhibit.figure import STEPS, Run
from witness.exhibit.roster import COLUMNS, Who
from witness.exhibit.timeline import EVENTS, LANES, WIDTH, Picture
from witness.exhibit.trace import trace
from witness.promise.match import Outcome
from witness.recording import Call, Process, Ran, Recording, Write

SVG = "{http://www.w3.org/2000/svg}"


def recording(workers: int, events: int, *, role: str = "worker", duration: float = 2.0) -> Recording:
    """A run in which each worker makes its share of lines, writes and calls, one process after the other."""
    pids = [1000 + number for number in range(workers + 1)]
    moments = [duration * (index + 1) / (events + 2) for index in range(events)]
    output, writes = "", []
    for index, moment in enumerate(moments[:: max(1, events // 100)]):
        text = f"line {index}\n"
        writes.append(Write(pids[index % len(pids)], moment, len(output), len(output) + len(text)))
        output += text
    return Recording(
        program="wide.py",
        python="3.14.0",
        platform="linux",
        start_method="fork",
        stdout="terminal",
        output=output,
        exit_code=0,
        duration=duration,
        problems=(),
        processes=(
            Process(1000, 1, 1, "main", "", 0.0, duration, 0),
            *(
                Process(pid, 1000, 1000, role, f"W-{pid}", 0.02 + pid / 1e6, duration - 0.01, 0, made=0.01 + pid / 1e6)
                for pid in pids[1:]
            ),
        ),
        writes=tuple(writes),
        ran=tuple(Ran(pids[i % len(pids)], 0, moment, i % 7 + 1) for i, moment in enumerate(moments)),
        calls=tuple(
            Call(pids[i % len(pids)], 0, f"work({i})", 0, moment, moment + duration / events)
            for i, moment in enumerate(moments)
        ),
    )


def who(run: Recording, cast: dict[int, str] | None = None) -> Who:
    return Who(run, {p.pid: "main" if p.role == "main" else "worker" for p in run.processes} if cast is None else cast)


def draw(who: Who) -> ET.Element:
    """The picture, which has to be XML."""
    return ET.fromstring(
        Picture(who, "时间线", "+ {count}", "tree")
        .svg()
        .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def size(svg: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    return width, height


def texts(svg: ET.Element, style: str) -> list[tuple[str, float]]:
    """The texts of a kind with their heights."""
    found = [text for text in svg.iter(f"{SVG}text") if style in text.attrib["class"].split()]
    return [("".join(text.itertext()), float(text.attrib["y"])) for text in found]


def shown(run: Recording, cast: dict[int, str] | None = None) -> Run:
    names = who(run, cast).cast
    outcome = Outcome.__new__(Outcome)
    object.__setattr__(outcome, "names", names)
    verdict = Verdict.__new__(Verdict)
    for name, value in {"recording": run, "outcome": outcome}.items():
        object.__setattr__(verdict, name, value)
    return Run(verdict, "en", "")


# -- wide runs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [19, 59, 300])
def test_a_wide_run_has_a_picture_of_bounded_height(workers: int) -> None:
    svg = draw(who(recording(workers, 1500)))
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
        picture = Picture(who(run), "", "+ {count}", "tree")
        moments = [0.0, run.duration, *(ran.time for ran in run.ran), *(p.end for p in run.processes)]
        assert all(0 <= picture.x(moment) <= WIDTH for moment in moments)
        xs = [picture.x(moment) for moment in sorted(moments)]
        assert xs == sorted(xs)


def test_a_thousand_calls_do_not_make_the_page_heavy() -> None:
    svg = draw(who(recording(19, 20_000)))
    bars = list(svg.iter(f"{SVG}rect"))
    assert 20 <= len(bars) <= 20 * WIDTH / 2, "bars that would lie on one another are one"
    assert len(Picture(who(recording(3, 3_000)), "", "+ {count}", "tree").svg()) < 100_000


def test_no_bar_has_a_name_that_it_has_no_room_for() -> None:
    svg = draw(who(recording(3, 60)))
    bars = [float(bar.attrib["width"]) for bar in svg.iter(f"{SVG}rect")]
    named = [text for text, _ in texts(svg, "call")]
    assert all(5 * len(name) <= max(bars) for name in named)


@pytest.mark.parametrize("events", [100, 1500, 5000])
@pytest.mark.parametrize("workers", [3, 19, 59, 300])
def test_a_replay_has_a_bounded_number_of_steps(workers: int, events: int) -> None:
    run = recording(workers, events)
    facts = json.loads(str(shown(run).steps))
    lives = 2 * len(run.processes)
    assert len(facts["steps"]) <= max(STEPS, lives + STEPS // 2 + 1)
    assert [step[0] for step in facts["steps"]] == sorted(step[0] for step in facts["steps"])
    kinds = Counter(step[3] for step in facts["steps"])
    assert kinds["began"] == kinds["ended"] == len(facts["lanes"]) == len(run.processes)
    assert kinds["said"] == len(run.writes)
    assert max(step[4] for step in facts["steps"] if step[3] == "said") == len(run.lines) - 1


def test_a_run_that_never_stops_talking_has_a_bounded_replay() -> None:
    run = recording(3, 100)
    writes = tuple(Write(1000 + i % 4, i / 1000, 2 * i, 2 * i + 2) for i in range(1900))
    run = dataclasses.replace(run, output="x\n" * 1900, writes=writes)
    steps = json.loads(str(shown(run).steps))["steps"]
    assert len(steps) <= STEPS
    assert [step[4] for step in steps if step[3] == "said"][-1] == 1899


def test_a_shortened_replay_leaves_out_lines_from_all_of_the_run() -> None:
    run = recording(3, 5000)
    times = [step[0] for step in json.loads(str(shown(run).steps))["steps"] if step[3] == "ran"]
    assert len(times) > 50
    assert min(times) < 200
    assert max(times) > 1800


@pytest.mark.parametrize("workers", [3, 19, 59])
@pytest.mark.parametrize("alike", [True, False])
def test_bars_stand_in_a_bounded_number_of_columns(workers: int, alike: bool) -> None:
    run = recording(workers, 1500)
    cast = {p.pid: "main" if p.role == "main" else "worker" if alike else f"w{p.pid}" for p in run.processes}
    columns = who(run, cast).columns
    assert set(columns) == {p.pid for p in run.processes}
    assert set(columns.values()) == set(range(max(columns.values()) + 1))
    assert len(set(columns.values())) <= COLUMNS


# -- by event or in time -----------------------------------------------------------------------------------------------


def test_a_short_run_is_drawn_by_event() -> None:
    run = recording(1, 10)
    picture = Picture(who(run), "", "+ {count}", "tree")
    svg = draw(who(run))
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
    picture = Picture(who(run), "", "+ {count}", "tree")
    svg = draw(who(run))
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
        svg = draw(who(many, cast))
        assert odd in {text.rsplit(" ", 1)[0] for text, _ in texts(svg, "lane")}
    calls = (Call(1001, 0, f"f({odd!r})", 0, 0.1, 1.9),)
    long = dataclasses.replace(run, calls=calls, ran=recording(2, 300).ran)
    assert [text for text, _ in texts(draw(who(long, cast)), "call")] == [f"f({odd!r})"]
    assert "<b>&" not in Picture(who(run, cast), odd, "+ {count}", "tree").svg()
    steps = str(shown(run, cast).steps)
    assert "<" not in steps
    assert odd in {name for _, name in json.loads(steps)["lanes"]}


# -- the trace ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("workers", "events"), [(1, 10), (19, 1500), (59, 1500)])
def test_the_trace_is_valid_and_complete(workers: int, events: int) -> None:
    run = recording(workers, events)
    names = who(run)
    facts = json.loads(trace(names))
    found: list[dict[str, Any]] = facts["traceEvents"]
    assert facts["otherData"] == {"program": "wide.py", "python": "3.14.0", "start_method": "fork"}
    pids = {p.pid for p in run.processes}
    for event in found:
        assert event["ph"] in set("MXsfi")
        assert event["pid"] in pids
        assert isinstance(event["tid"], int)
        if event["ph"] != "M":
            assert 0 <= event["ts"] <= 1e6 * run.duration
        if event["ph"] == "X":
            assert event["dur"] >= 0
        if event["ph"] == "i":
            assert event["s"] in {"g", "p", "t"}
    of = functools.partial(by, found)
    assert {e["pid"]: e["args"]["name"] for e in of("M") if e["name"] == "process_name"} == names.names
    starts, ends = ({e["id"]: e for e in of(kind)} for kind in "sf")
    assert set(starts) == set(ends) == pids - {1000}
    assert all(starts[pid]["pid"] == 1000 and ends[pid]["pid"] == pid for pid in starts)
    assert all(starts[pid]["ts"] <= ends[pid]["ts"] and ends[pid]["bp"] == "e" for pid in starts)
    assert all((starts[p]["name"], starts[p]["cat"]) == (ends[p]["name"], ends[p]["cat"]) for p in starts)
    lines = sorted((e["pid"], e["ts"], e["name"]) for e in of("i") if e["name"].startswith("line"))
    assert lines == sorted((r.pid, round(1e6 * r.time, 1), f"line {r.line}") for r in run.ran)
    assert "".join(e["args"]["text"] for e in of("i") if e["name"] == "write") == run.output
    assert len(of("X")) == len(run.calls) + len(run.processes)


def by(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["ph"] == kind]
