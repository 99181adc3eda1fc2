"""Judging a run takes as long as the run is, in however many ways it can be read."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import THREE, record
from witness.promise import search
from witness.recording import Recording


def calls(hold: Hold, text: str, recording: Recording) -> int:
    """How many functions are called to judge a run."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        assert hold(text, recording) is None
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "body",
    [
        "  worker | begin {n}\n  worker | end {n}\nmain after n | over\n",
        "  worker | {worker} begin {n} now\n  worker | {worker} end {n} now\nmain after worker | over\n",
        "  worker | begin {n}\n  worker[n] | end {n}\nmain | over\n",
    ],
)
def test_twice_as_many_tasks_take_twice_as_long(hold: Hold, body: str) -> None:
    def run(size: int) -> int:
        around = ("{pid} ", " now") if "now" in body else ("", "")
        lines = [
            f"{4101 + n % 3} | {around[0].format(pid=4101 + n % 3)}{what} {n}{around[1]}\n"
            for n in range(size)
            for what in ("begin", "end")
        ]
        text = "main: exit 0\n  worker * 3: exit 0\n" + f"each n in 0..{size - 1}\n" + body
        return calls(hold, text, record("".join([*lines, "4100 | over\n"]), THREE))

    assert run(80) < 2.3 * run(40)


@pytest.mark.parametrize(
    ("text", "run"),
    [
        pytest.param(
            "main: exit 0\n"
            + "".join(f"  w{n}: exit {n}\n" for n in range(40))
            + "".join(f"w{n} | hi\n" for n in range(40)),
            record("".join(f"{4140 - n} | hi\n" for n in range(40)), tuple((4101 + n, 4100, n) for n in range(40))),
            id="single roles that say the same",
        ),
        pytest.param(
            "main: exit 0\n  p * 50: exit 0\np * 50 | x\n",
            record(
                "nobody | x\n" * 50, tuple((4101 + n, 4100, 0) for n in range(50)), unwatched=tuple(range(4101, 4151))
            ),
            id="anybody may have said it",
        ),
    ],
)
def test_runs_that_can_be_read_in_many_ways(
    hold: Hold, monkeypatch: pytest.MonkeyPatch, text: str, run: Recording
) -> None:
    monkeypatch.setattr(search, "PATIENCE", 50_000)
    assert hold(text, run) is None
    wrong = replace(run, output=run.output.replace("hi\n", "ha\n", 1).replace("x\n", "y\n", 1))
    assert hold(text, wrong) is not None
