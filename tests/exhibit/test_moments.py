"""What happened, row by row: each thing that was seen, once, in the order of time, and nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from tests.exhibit.page import exhibit, rows, told
from tests.exhibit.runs import MAIN, life, run, zombie
from witness.recording import Call, Ran, Recording, Signal, Wait

NAMES = {MAIN: "parent", 1001: "child", 1002: "other"}


def test_all_that_happened_in_the_order_of_time() -> None:
    shown = rows(exhibit(zombie(), NAMES))
    assert [(row.what, row.name, row.line, row.text) for row in shown] == [
        ("begins", "parent", 0, "parent begins"),
        ("says", "parent", 1, "parent 1000"),
        ("makes", "parent", 2, "parent forks child"),
        ("waits", "parent", 6, "parent waits for a message"),
        ("says", "child", 4, "child"),
        ("waits", "parent", 7, "parent sleeps"),
        ("ends", "child", 4, "child ends: exit code 7, not reaped yet: a zombie"),
        ("signals", "parent", 8, "parent sends SIGKILL to child"),
        ("reaps", "parent", 8, "parent reaps child"),
        ("says", "parent", 9, "code 7"),
        ("ends", "parent", 9, "parent ends: exit code 0"),
    ]


def pair(*waits: Wait, role: str = "fork", **facts: object) -> Recording:
    """A process that waits, and one that speaks at 0.5 and at 0.7."""
    return run(
        life(MAIN, 0.0, 1.0),
        life(1001, 0.1, 0.95, role=role),
        said=((MAIN, 0.5, "a\n"), (MAIN, 0.7, "b\n")),
        waits=waits,
        **facts,
    )


def waits(recording: Recording) -> list[str]:
    """What is told of the waits of the second process."""
    return [row.what for row in rows(exhibit(recording, NAMES)) if row.name == "child" and row.what != "ends"]


@pytest.mark.parametrize(
    ("wait", "shown"),
    [
        (Wait(1001, "lock", 0, 0.40, 0.99), ["waits"]),
        (Wait(1001, "lock", 0, 0.49, 0.51), ["waits", "goes-on"]),  # the other speaks again before it does anything
        (Wait(1001, "lock", 0, 0.52, 0.55), []),  # through which nobody did anything
        (Wait(1001, "lock", 0, 0.52, 0.60), ["waits", "goes-on"]),  # but it was long
        (Wait(1001, "start", 0, 0.40, 0.60), []),  # it did not wait: it made a process
    ],
)
def test_which_waits_are_told(wait: Wait, shown: list[str]) -> None:
    assert waits(pair(wait)) == shown


@pytest.mark.parametrize(
    ("role", "what", "count"),
    [("worker", "message", 1), ("manager", "message", 0), ("manager", "lock", 1), ("fork", "data", 1)],
)
def test_who_serves_others_and_has_nothing_to_do_is_no_event(role: str, what: str, count: int) -> None:
    assert waits(pair(Wait(1001, what, 0, 0.4, 0.9), role=role)).count("waits") == count


@pytest.mark.parametrize(
    ("spans", "count"),
    [
        (((0.2, 0.9),), 1),  # no task came any more
        (((0.49, 0.51),), 0),  # but it was told at once that none would
        (((0.49, 0.95),), 1),
        (((0.4, 0.6), (0.65, 0.66)), 0),  # one came
        (((0.4, 0.6), (0.65, 0.95)), 1),
    ],
)
def test_a_worker_without_a_task_is_an_event_if_none_comes(spans: tuple[tuple[float, float], ...], count: int) -> None:
    tasks = [Wait(1001, "task", 0, *span) for span in spans]
    assert waits(pair(*tasks, role="worker")).count("waits") == count


def test_a_worker_that_did_something_afterwards_had_a_task() -> None:
    wait, nap = Wait(1001, "task", 0, 0.2, 0.6), Wait(1001, "time", 0, 0.65, 0.66)
    assert waits(pair(wait, nap, role="worker")) == []
    assert waits(pair(wait, role="worker", signals=(Signal(1001, MAIN, 9, 0.7),))) == ["signals"]


@pytest.mark.parametrize(("lines", "count"), [((3, 3), 1), ((3, 4), 2)])
def test_a_loop_that_waits_waits_once(lines: tuple[int, int], count: int) -> None:
    first, second = lines
    naps = Wait(1001, "time", 0, 0.4, 0.6), Wait(1001, "time", 0, 0.61, 0.8)
    ran = Ran(1001, 0, 0.3, first), Ran(1001, 0, 0.605, second)
    assert waits(pair(*naps, ran=ran)).count("waits") == count


def test_who_goes_on_only_to_wait_again_is_not_told_to_go_on() -> None:
    naps = Wait(1001, "message", 0, 0.4, 0.6), Wait(1001, "lock", 0, 0.61, 0.8)
    assert waits(pair(*naps)) == ["waits", "waits"]


def test_who_goes_on_only_to_reap_another_is_not_told_to_go_on() -> None:
    lives = life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5), life(1002, 0.1, 0.55, reaped_at=0.56)
    waits = (Wait(MAIN, "child", 1001, 0.2, 0.501),)
    shown = [row.text for row in rows(exhibit(run(*lives, waits=waits), NAMES))]
    assert shown[2:-1] == [
        "parent waits for child to end",
        "child ends: exit code 0",
        "parent reaps child",
        "other ends: exit code 0",
        "parent reaps other",
    ]


def test_a_process_has_ended_before_it_is_reaped_and_spoken_before_it_has_ended() -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5, exit_code=-9), said=((1001, 0.5, "x\n"),))
    assert told(exhibit(recording, NAMES))[2:] == [
        "x",
        "child is terminated by SIGKILL",
        "parent reaps child",
        "parent ends: exit code 0",
    ]


def test_what_is_made_or_reaped_in_one_go_is_one_row() -> None:
    children = life(1001, 0.1, 0.5, reaped_at=0.7), life(1002, 0.2, 0.6, reaped_at=0.71)
    recording = run(life(MAIN, 0.0, 1.0), *children)
    texts = told(exhibit(recording, NAMES))
    assert texts[1] == "parent forks child, other"
    assert texts[-2] == "parent reaps child, other"
    between = run(life(MAIN, 0.0, 1.0), *children, said=((1001, 0.15, "x\n"),))
    assert told(exhibit(between, NAMES))[1:4] == ["parent forks child", "x", "parent forks other"]


def test_adoption_is_told_of_the_programs_own_processes() -> None:
    orphan = life(1001, 0.1, 1.5, adopted=1.0, reaped=False)
    server = life(1002, 0.1, 1.6, adopted=1.0, reaped=False, role="resource_tracker")
    shown = rows(exhibit(run(life(MAIN, 0.0, 1.0), orphan, server), NAMES))
    assert [(row.what, row.name) for row in shown][-4:] == [
        ("ends", "parent"),
        ("adopted", "child"),
        ("ends", "child"),
        ("ends", "other"),
    ]
    assert not any("zombie" in row.text for row in shown), "whoever adopts it reaps it"


@pytest.mark.parametrize(
    ("to", "en", "zh"),
    [
        (1001, "parent sends SIGTERM to child", "parent 向 child 发送 SIGTERM"),
        (MAIN, "parent sends SIGTERM to itself", "parent 向自己发送 SIGTERM"),
        (-1001, "parent sends SIGTERM to process group 1001", "parent 向进程组 1001 发送 SIGTERM"),
        (0, "parent sends SIGTERM to its own process group", "parent 向自己的进程组发送 SIGTERM"),
        (77, "parent sends SIGTERM to 77", "parent 向 77 发送 SIGTERM"),
    ],
)
def test_whom_a_signal_is_for(to: int, en: str, zh: str) -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.9), signals=(Signal(MAIN, to, 15, 0.5),))
    assert told(exhibit(recording, NAMES))[2] == en
    assert told(exhibit(recording, NAMES, language="zh"))[2] == zh


def test_the_line_of_a_call_that_is_over_is_not_where_a_process_stands() -> None:
    ran = (Ran(MAIN, 0, 0.1, 9), Ran(MAIN, 0, 0.2, 2), Ran(MAIN, 7, 0.25, 5))
    said = ((MAIN, 0.25, "in\n"), (MAIN, 0.5, "out\n"))
    recording = run(
        life(MAIN, 0.0, 1.0),
        said=said,
        ran=ran,
        calls=(Call(MAIN, 0, "f()", 0, 0.15, 0.3), Call(MAIN, 7, "g()", 0, 0.0, 0.4)),
    )
    assert [row.line for row in rows(exhibit(recording)) if row.what == "says"] == [2, 9]


def test_who_was_killed_in_a_call_stood_there() -> None:
    calls = (Call(1001, 0, "die()", 0, 0.2, 0.5),)
    ran = Ran(1001, 0, 0.15, 9), Ran(1001, 0, 0.3, 4)
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5, exit_code=-9), ran=ran, calls=calls)
    assert [row.line for row in rows(exhibit(recording, NAMES)) if (row.what, row.name) == ("ends", "child")] == [4]


def test_lines_stand_in_the_order_of_the_output() -> None:
    """A line is there when the last of it was written, but the terminal has shown it where it stands."""
    recording = run(
        life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.9), said=((MAIN, 0.2, "to"), (1001, 0.6, "rn\n"), (MAIN, 0.5, "x\n"))
    )
    shown = rows(exhibit(dataclasses.replace(recording, signals=(Signal(MAIN, 1001, 10, 0.4),)), NAMES))
    assert [row.text for row in shown][1:5] == ["parent forks child", "parent sends SIGUSR1 to child", "torn", "x"]
