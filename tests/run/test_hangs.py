"""A program that stands still is ended, where that is wanted; one that only takes its time is not."""

from __future__ import annotations

import sys

import pytest

from tests.run.stage import Stage
from witness import interpreter
from witness.recording import LIMIT, Recording
from witness.run import terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whether a thread has run")


def run(stage: Stage, program: str) -> Recording:
    """Run a program until it ends, or stands still."""
    return terminal.run(stage.write(program), interpreter.ask(), still=True)


def test_who_waits_for_what_never_comes_is_ended(stage: Stage) -> None:
    recording = run(
        stage,
        """
        import os
        import threading
        from multiprocessing import get_context

        def work(event):
            print("waiting")
            event.wait()

        context = get_context("fork")
        event = context.Event()
        child = context.Process(target=work, args=(event,))
        child.start()
        threading.Thread(target=child.join).start()
        child.join()
        """,
    )
    assert [(p.outlasted, p.exit_code, p.ended) for p in recording.processes] == [(True, None, "hangs")] * 2
    assert recording.problems == ()
    assert "stood still" in recording.ending
    assert recording.output == "waiting\n"
    assert {wait.what for wait in recording.waits if wait.end == recording.by_pid[wait.pid].end} == {"event", "child"}


def test_who_ended_before_has_an_exit_code(stage: Stage) -> None:
    recording = run(
        stage,
        """
        import os, signal
        if os.fork() == 0:
            os._exit(3)
        signal.pause()
        """,
    )
    assert [process.ended for process in recording.processes] == ["hangs", 3]


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param("while time.monotonic() < end: pass", id="computes"),
        pytest.param("while time.monotonic() < end: time.sleep(0.2)", id="wakes now and then"),
        pytest.param("threading.Thread(target=nap).start(); threading.Event().wait(1.6)", id="another thread"),
    ],
)
def test_who_still_runs_is_left_alone(stage: Stage, busy: str) -> None:
    recording = run(
        stage,
        f"""
        import threading, time
        end = time.monotonic() + 1.6
        def nap():
            while time.monotonic() < end: time.sleep(0.2)
        {busy}
        """,
    )
    assert (recording.exit_code, recording.problems) == (0, ())


def test_nobody_is_ended_for_standing_still_unasked(stage: Stage) -> None:
    recording = stage.run("import time; time.sleep(1.5)")
    assert recording.exit_code == 0
    assert 1.5 <= recording.duration < LIMIT
