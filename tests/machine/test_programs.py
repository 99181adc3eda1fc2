"""Every program of the book that runs inside the machine keeps its promise there, on both Pythons."""

from __future__ import annotations

import pytest

from machine import tree
from machine.debian import PYTHONS
from machine.restored import PATIENCE, Machine
from tests.run.stage import ROOT
from witness import snippet
from witness.snippet import Snippet

PROGRAMS = [
    one
    for one in snippet.find(ROOT / "snippets").values()
    if "linux" in one.promise.settings.platforms and not one.promise.settings.alone and not tree.lacking(one.source)
]
RUNS = [  # in so many groups that no worker waits long for another, and so few that each seldom changes its machine
    pytest.param(
        python, one, id=f"{python}-{one.name}", marks=pytest.mark.xdist_group(f"machine {python} {one.chapter}")
    )
    for python in PYTHONS
    for one in PROGRAMS
    if one.promise.settings.oldest <= tuple(map(int, python.split(".")))
]


@pytest.mark.parametrize(("python", "program"), RUNS)
def test_a_program_keeps_its_promise_inside(machine: Machine, program: Snippet) -> None:
    promise = program.path.with_suffix(".promise").read_text(encoding="utf-8")
    told = machine.run(program.source, program.path.name, promise=promise, language="zh", limit=PATIENCE / 2)
    assert told.facts.get("kept"), told.facts.get("difference") or told.facts
    assert told.output.decode().replace("\r", "") == told.facts["recording"]["output"].replace("\r", "")
    assert program.path.name in told.facts["exhibit"]
