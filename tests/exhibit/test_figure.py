"""The whole: whatever a writer wrote is text, nothing is lost of it, and nothing leads where there is nothing."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.exhibit.page import exhibit, having, rows, text
from tests.exhibit.runs import MAIN, life, recording, run, zombie
from witness.recording import Ran, Recording

ODD = "</code></pre><script>alert(1)</script>'\"&amp;"
SOURCE = f"print({ODD!r})\n\x0c\n\n  \n# 汉字 no newline"


def program(page: ET.Element) -> str:
    (box,) = having(page, "program")
    return text(box)


def output(page: ET.Element) -> list[str]:
    """What stands in the terminal's type."""
    (moments,) = having(page, "moments")
    return [line for code in moments.iter("code") for line in text(code).split("\n")]


def test_what_was_written_is_text() -> None:
    page = exhibit(recording(2, 8), links=True, source=SOURCE, promise=f"main: exit 0\n\nmain | {ODD}\n")
    assert "script" not in {element.tag for element in page.iter()}
    assert text(page).count(ODD) == 1, "in the promise"
    (button,) = page.iter("button")
    assert button.get("data-clipboard-text") == SOURCE


@pytest.mark.parametrize("source", [SOURCE, "", "\n", "x = 1\n", "\n\nx = '''\n\n'''\n\n", "if x:\n\ty\r\n"])
def test_the_program_is_the_source_to_the_byte(source: str) -> None:
    page = exhibit(recording(2, 8), source=source)
    assert program(page) == source.replace("\r\n", "\n")
    assert len(list(having(page, "line"))) == source.count("\n") + (not source.endswith("\n") and source != "")


@pytest.mark.parametrize("workers", [0, 1, 3, 19])
@pytest.mark.parametrize("events", [1, 8, 300])
def test_the_output_is_the_recordings_line_by_line(workers: int, events: int) -> None:
    made = recording(workers, events)
    assert output(exhibit(made)) == [line.text for line in made.lines]


@pytest.mark.parametrize("said", ["", "no newline", "\n\n", "a\n\n b \nc"])
def test_the_output_of_odd_programs(said: str) -> None:
    made = run(life(MAIN, 0.0, 1.0), said=((MAIN, 0.5, said),) if said else ())
    assert output(exhibit(made)) == [line.text for line in made.lines]


def test_a_bar_stands_beside_each_line_for_each_process_that_ran_it() -> None:
    page = exhibit(zombie(), {MAIN: "parent", 1001: "child"}, source="x\n" * 9)
    found = [[bar.get("title") for bar in line.iter("i")] for line in having(page, "line")]
    assert found == [["parent"], ["parent"], [], ["child"], [], ["parent"], ["parent"], ["parent"], ["parent"]]


def compared() -> dict[str, Recording]:
    """The same program under two start methods."""
    fork = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5), said=((1001, 0.3, "forked\n"),))
    server = life(1002, 0.1, 0.9, role="forkserver")
    served = life(1001, 0.2, 0.5, ppid=1002, asked_by=MAIN, role="process")
    second = run(life(MAIN, 0.0, 1.0), server, served, start_method="forkserver", said=((1001, 0.3, "served\n"),))
    ran = Ran(MAIN, 0, 0.05, 1), Ran(1001, 0, 0.25, 2)
    return {
        "fork": dataclasses.replace(fork, ran=ran),
        "forkserver": dataclasses.replace(second, ran=(*ran, Ran(1002, 0, 0.15, 1))),
    }


def test_runs_that_are_compared_stand_beside_one_another() -> None:
    page = exhibit(compared(), {MAIN: "main", 1001: "child"}, source="x\nx\n")
    first, second = page.iter("section")
    assert [run.get("data-start-method") for run in (first, second)] == ["fork", "forkserver"]
    assert [row.text for row in rows(first)] == [
        "main begins",
        "main forks child",
        "forked",
        "child ends: exit code 0",
        "main reaps child",
        "main ends: exit code 0",
    ]
    assert "served" in [row.text for row in rows(second)]
    assert "forked" not in [row.text for row in rows(second)]
    assert [text(differ) for differ in having(page, "differ")] == [
        "fork (the default on Linux up to Python 3.13)2 processes; main makes child.",
        (
            "forkserver (the default on Linux since Python 3.14)"
            "3 processes; among them forkserver; forkserver makes child; script run again by forkserver."
        ),
    ]
    assert len(list(having(page, "program"))) == 1, "the program is the same"
    line, _ = having(page, "line")
    bars = [(bar.get("title"), bar.get("style")) for bar in line.iter("i")]
    assert bars == [("main", "--column:0"), ("main", "--column:2"), ("forkserver", "--column:3")], "of each run"


def said(text: str, python: str, method: str = "fork", **facts: Any) -> Recording:
    """A run in which the second process says something; on another Python they have other PIDs."""
    first = MAIN + int(python.split(".")[1])
    lives = dataclasses.replace(life(MAIN, 0.0, 1.0), pid=first), life(first + 100, 0.1, 0.5, ppid=first, **facts)
    text = text.replace("PID", str(first + 100))
    return run(*lives, said=((first + 100, 0.3, text),), python=f"{python}.1", start_method=method)


def titles(runs: dict[str, Recording], **how: str) -> list[str]:
    """What the runs are called."""
    page = exhibit(runs, **how)  # type: ignore[arg-type]
    return [re.sub(r"\d process.*|共.*", "", text(differ)) for differ in having(page, "differ")]


def test_versions_that_are_compared_are_called_so() -> None:
    runs = {python: said(python, python) for python in ("3.13", "3.14")}
    assert titles(runs) == ["Python 3.13.1 · fork", "Python 3.14.1 · fork"]


SAME = "I am PID, at 0xff"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (said(SAME, "3.14"), True),
        (said("I am PID, at 0xee", "3.14"), True),
        (said("I am PID, at 0xff.", "3.14"), False),
        (said("I am 1, at 0xff", "3.14"), False),
        (said(SAME, "3.14", exit_code=3), False),
        (said(SAME, "3.14", "spawn"), False),
    ],
)
def test_runs_that_are_the_same_but_for_the_python_are_one(other: Recording, same: bool) -> None:
    runs = {"3.13": said(SAME, "3.13"), "3.14": other}
    if same:
        assert titles(runs) == ["Python 3.13.1, 3.14.1 · fork"]
        assert titles(runs, language="zh") == ["Python 3.13.1、3.14.1 · fork"]
    else:
        assert titles(runs) == ["Python 3.13.1 · fork", f"Python 3.14.1 · {other.start_method}"]


def test_methods_on_several_versions_are_a_table() -> None:
    same = {f"fork {python}": said(SAME, python) for python in ("3.13", "3.14", "3.15")}
    differ = {f"spawn {python}": said(f"{python > '3.13'}", python, "spawn") for python in ("3.13", "3.14", "3.15")}
    assert titles(same | differ) == [
        "fork · Python 3.13.1, 3.14.1, 3.15.1",
        "spawn · Python 3.13.1",
        "spawn · Python 3.14.1, 3.15.1",
    ]
    page = exhibit(same | differ)
    assert [run.get("style") for run in page.iter("section")] == [
        "--column: 1; --row: 2; --span: 3",
        "--column: 2; --row: 2; --span: 1",
        "--column: 2; --row: 3; --span: 2",
    ]
    (stage,) = having(page, "stage")
    assert stage.get("style") == "--runs: 2"


@pytest.mark.parametrize("links", [True, False])
def test_links_are_left_out_where_they_lead_nowhere(links: bool) -> None:
    page = exhibit(recording(2, 8), links=links)
    found = [value for element in page.iter() if (value := element.get("href") or element.get("src"))]
    assert found == (["../snippets/odd.py", "../snippets/odd.promise"] if links else [])
    assert ("button" in {element.tag for element in page.iter()}) == links


def test_the_replay_has_its_words_and_each_row_its_name() -> None:
    page = exhibit(zombie(), {MAIN: "parent", 1001: "child"}, language="zh")
    (replay,) = page.iter("witness-replay")
    assert replay.get("data-play") == "回放"
    assert {row.name for row in rows(page)} == {"parent", "child"}
