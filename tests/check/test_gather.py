"""Runs are counted: watched and not, each order, and what tells one from another."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.programs import POOL, POOL_PROMISE
from witness import interpreter
from witness.check import verdict
from witness.check.counts import Evidence, Tally
from witness.check.gather import Gathering, gather
from witness.check.verdict import Verdict
from witness.snippet import Snippet

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are watched on Linux or macOS")

LUCK = """\
import os

pid = os.fork()
if pid == 0:
    print("child:", "even" if os.getpid() % 2 == 0 else "odd")
else:
    os.waitpid(pid, 0)
    print("parent")
"""
LUCK_PROMISE = """\
parent: exit 0
  child: exit 0

child  | child: {even|odd}
---
parent | parent
"""


def snippet(folder: Path, program: str, promise: str) -> Snippet:
    """A snippet of its own."""
    path = folder / "one.py"
    path.write_text(program, encoding="utf-8")
    path.with_suffix(".promise").write_text(promise, encoding="utf-8")
    return Snippet(path)


def test_runs_are_counted_watched_and_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = snippet(tmp_path, LUCK, LUCK_PROMISE)
    found = gather(one, [interpreter.ask()], 16, "one (1 of 1)")
    assert isinstance(found, Evidence)
    assert found.runs == found.unwatched == {"": Tally(4, 16)}
    assert {order.said for order in found.orders} == {("child: child: even", "parent"), ("child: child: odd", "parent")}
    alone = [order.unwatched for order in found.orders]
    assert sum((seen[""] for seen in alone if seen), Tally()) + found.strange.get("", Tally()) == Tally(4, 16)
    assert capsys.readouterr().err == "one (1 of 1): 40 runs …\n"


def test_words_that_may_be_others_are_told_though_no_run_had_others(tmp_path: Path) -> None:
    """So that what was gathered on several days adds up."""
    gathering = Gathering(snippet(tmp_path, LUCK, LUCK_PROMISE))
    gathering.add(verdict.check(gathering.snippet, interpreter.ask()), busy=False)
    [order] = gathering.evidence().orders
    assert order.said in {("child: child: even", "parent"), ("child: child: odd", "parent")}


def test_a_broken_promise_ends_it(tmp_path: Path) -> None:
    one = snippet(tmp_path, LUCK, LUCK_PROMISE.replace("| parent", "| somebody"))
    found = gather(one, [interpreter.ask()], 2, "")
    assert isinstance(found, Verdict)
    assert not found.holds


def test_orders_that_print_the_same_are_not_told_apart_unwatched(tmp_path: Path) -> None:
    """Who of two processes spoke first is seen by watching only, where they say the same."""
    program = "import os\npid = os.fork()\nprint('somebody')\nif pid:\n    os.waitpid(pid, 0)\n"
    one = snippet(tmp_path, program, "parent: exit 0\n  child: exit 0\nparent | somebody\nchild | somebody\n")
    first = verdict.check(one, interpreter.ask())
    assert first.holds, first.report()
    recording = first.recording
    parent, child = (process.pid for process in recording.processes)
    writes = tuple(replace(write, pid=parent + child - write.pid) for write in recording.writes)
    gathering = Gathering(one)
    gathering.add(first, busy=True)
    gathering.add(replace(first, recording=replace(recording, writes=writes)), busy=True)
    gathering.add_unwatched(recording, busy=True)
    gathering.add_unwatched(replace(recording, output="nobody\n"), busy=True)
    found = gathering.evidence()
    assert {order.said: order.unwatched for order in found.orders} == {
        ("parent", "child"): None,
        ("child", "parent"): None,
    }
    assert (found.unwatched, found.strange) == ({"": Tally(0, 2)}, {"": Tally(0, 1)})


def test_workers_are_numbered_as_they_speak(tmp_path: Path) -> None:
    found = gather(snippet(tmp_path, POOL, POOL_PROMISE), [interpreter.ask()], 4, "")
    assert isinstance(found, Evidence)
    (method,) = found.runs
    assert method in ("fork", "spawn", "forkserver")
    assert all(order.said[0] == "worker 1" for order in found.orders)
    assert all(order.watched.keys() == {method} for order in found.orders)
