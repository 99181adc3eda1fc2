"""What the replay steps through."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter

import pytest

from tests.exhibit.runs import recording, shown
from witness.exhibit.replay import STEPS
from witness.recording import Write


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
