"""The output and the tree where not everything is known: who wrote a line, what a process did, how it ended."""

from __future__ import annotations

import dataclasses

import pytest

from tests.exhibit.runs import recording, roster
from witness.exhibit.labels import LABELS
from witness.exhibit.output import Output
from witness.exhibit.timeline import Timeline
from witness.exhibit.tree import tree
from witness.recording import Recording, Write


def half_known() -> Recording:
    """A run whose second line nobody is known to have written, and whose last process could not be watched."""
    run = recording(2, 8)
    *known, last = run.processes
    return dataclasses.replace(
        run,
        output="mine 1001\nwhose\n\x1b[1m<b>\n",
        writes=(Write(1000, 0.1, 0, 10), Write(1001, 0.2, 16, 24)),
        processes=(*known, dataclasses.replace(last, watched=False, role="program", exit_code=None)),
        ran=tuple(ran for ran in run.ran if ran.pid != last.pid),
        calls=(),
    )


@pytest.mark.parametrize(
    ("language", "unknown", "note", "unwatched", "ended"),
    [
        ("zh", "不明", "没有被观察、可能写了它的：worker 2。", "没有被观察", "怎样结束没有人知道"),
        ("en", "unknown", "Not watched, so it may have been: worker 2.", "not watched", "nobody knows how it ended"),
    ],
)
def test_what_is_not_known_is_said(language: str, unknown: str, note: str, unwatched: str, ended: str) -> None:
    who, label = roster(half_known()), LABELS[language]
    output = Output(who, label)
    first, second, third = output.lines
    assert [line.who for line in (first, second, third)] == ["main", unknown, "worker 1"]
    assert second.style == "px"
    assert second.title == label["unknown line"]
    assert [piece.text for piece in first.pieces if piece.style] == ["1001"]
    assert "".join(piece.text for piece in third.pieces) == "␛[1m<b>"
    assert output.note.startswith(label["unknown lines"])
    assert output.note.endswith(note)
    (main,) = tree(who, label)
    assert [any(fact.startswith(unwatched) for fact in node.facts) for node in main.children] == [False, True]
    assert [node.facts[-1] == ended for node in main.children] == [False, True]
    assert ">?</text>" in Timeline(who, "", "", "").svg()


def test_nothing_is_said_of_a_run_that_is_known() -> None:
    who = roster(recording(2, 8))
    assert Output(who, LABELS["en"]).note == ""
    assert ">?</text>" not in Timeline(who, "", "", "").svg()
