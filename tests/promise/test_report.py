"""The difference between a promise and a run: what was expected, what was seen, and all that came after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import CREATED, FIRST, FORK, FORKED, GROUP, ONE, THREE, edit, record
from witness.recording import Ran, Recording


def test_problem_refused(hold: Hold) -> None:
    difference = hold(FORK, record(FORKED, ((4101, 4100, 0),), problems=("it left processes running",)))
    assert (difference or "").startswith("  it left processes running\n")


def report(hold: Hold, text: str, recording: Recording) -> list[str]:
    """The lines of the report of a promise that is broken."""
    difference = hold(text, recording)
    assert difference is not None
    assert "410" not in difference
    return difference.splitlines()


def signed(lines: list[str], sign: str) -> list[str]:
    """What was expected, or what was seen."""
    return [line[4:] for line in lines if line.startswith(f"  {sign} ")]


def test_report(hold: Hold, tmp_path: Path) -> None:
    lines = report(hold, FORK, record(edit(FORKED, "I am child", "I am a child"), ((4101, 4100, 0),)))
    assert lines[0] == f"  {tmp_path / 'play.promise'}:7: expected (-), seen (+)"
    assert signed(lines, "-") == ["child | I am child process ({child}) and my parent is {parent}."]
    assert signed(lines, "+") == ["child | I am a child process ({child}) and my parent is {parent}."]
    assert len(lines) <= 8


def test_report_of_a_torn_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(edit(FORKED, "4101 | I am", "4101+4100 | I am"), ((4101, 4100, 0),)))
    assert signed(lines, "+") == ["child+parent | I am child process ({child}) and my parent is {parent}."]


def test_report_of_a_missing_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(FIRST + CREATED, ((4101, 4100, 0),)))
    assert signed(lines, "-") == ["child | I am child process ({child}) and my parent is {parent}."]
    assert signed(lines, "+") == ["(nothing more)"]


def test_report_of_a_missing_line_after_a_rule(hold: Hold) -> None:
    lines = report(hold, ONE + "main | a\n---\nmain | b\n", record("4100 | a\n"))
    assert signed(lines, "-") == ["main | b"]
    assert signed(lines, "+") == ["(nothing more)"]


def test_report_of_an_extra_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(FORKED + "4101 | Bye from 4101.\n", ((4101, 4100, 0),)))
    assert signed(lines, "-") == ["(nothing more)"]
    assert signed(lines, "+") == ["child | Bye from {child}."]


def test_report_of_a_missing_newline(hold: Hold) -> None:
    lines = report(hold, ONE + "main | a\n", record("4100 | a\\\n"))
    assert signed(lines, "-") == ["main | a"]
    assert signed(lines, "+") == ["main | a\\"]


def test_report_of_an_ending(hold: Hold, tmp_path: Path) -> None:
    lines = report(hold, FORK, record(FORKED, ((4101, 4100, -15),)))
    assert lines == [f"  {tmp_path / 'play.promise'}:2: child: exit 0", "    but it ended with SIGTERM"]


def test_report_stays_short(hold: Hold) -> None:
    text = GROUP + "each n in 0..99\n  worker | begin {n}\n"
    lines = report(hold, text, record("".join(f"4101 | begin {n}\n" for n in range(25)) + "4101 | oh\n", THREE[:1]))
    assert len(lines) <= 20
    assert signed(lines, "+") == ["worker | oh"]


def test_the_rest_of_the_output_is_shown(hold: Hold) -> None:
    traceback = "Traceback (most recent call last):;  File \"…/play.py\", line 3;NameError: name 'x' is not defined"
    lines = report(hold, ONE + "main | a\n", record("".join(f"4100 | {line}\n" for line in traceback.split(";"))))
    assert signed(lines, "+") == [f"main | {line}" for line in traceback.split(";")]


def test_a_long_rest_is_cut(hold: Hold) -> None:
    lines = report(hold, ONE + "main | a\n", record("".join(f"4100 | line {n}\n" for n in range(100))))
    assert signed(lines, "+")[39:] == ["main | line 39", "… and 60 more lines"]


def test_report_of_a_member_told_by_a_value(hold: Hold) -> None:
    text = GROUP + "each n in 7\n  worker[n] | {n} left\n"
    assert signed(report(hold, text, record("", THREE[:1])), "-") == ["worker[n] | 7 left"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{n}} done", "{{n}} done"),
        ("{ n } done", "1 done"),
        ('{"{"}{n}{"\\x1b"} {*} {0..9}', '{{1{"\\x1b"} {*} {0..9}'),
        ("{x: a|b} {m: 0.00..5.00, > n, different}", "{x: a|b} {m: 0.00..5.00, > n, different}"),
        ("{worker[n]} {outside|main}\\", "{worker[n]} {outside|main}\\"),
        ("{n}\\\\", '1{"\\\\"}'),
    ],
)
def test_an_expected_line_is_told_with_the_values_of_its_each(hold: Hold, line: str, told: str) -> None:
    lines = report(hold, GROUP + f"each n in 1..2, in order\n  main | {line}\n", record("4100 | x\n", THREE[:1]))
    assert signed(lines, "-")[0] == f"main | {told}"


def test_a_hang_is_told_with_its_output_and_where_it_stands(hold: Hold, tmp_path: Path) -> None:
    (tmp_path / "play.py").write_text("import time\n\ntime.sleep(99)\n")
    run = record(FIRST + CREATED, ((4101, 4100, -9),), problems=("it left processes running: fork (PID 4101)",))
    run = replace(run, ran=(Ran(4100, 0, 0.5, 1), Ran(4101, 0, 0.5, 3), Ran(4101, 1, 0.6, 1)))
    assert (hold(FORK, run) or "").split("\n") == [
        "  it left processes running: fork (PID 4101)",
        "  its output until then:",
        "    parent | Process ({parent}) start ...",
        "    parent | I ({parent}) just created a child process ({child}).",
        "  where they stood:",
        "    child: line 3: time.sleep(99)",
    ]
