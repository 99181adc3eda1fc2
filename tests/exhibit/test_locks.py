"""Locks that are held, and what lets others go on: told, with a bar behind the lane or an arrow to whoever waited."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.exhibit.page import exhibit, rows, told
from tests.exhibit.runs import MAIN, life, run
from witness.exhibit.moments import MOST
from witness.recording import Hold, Recording, Release, Wait

NAMES = {MAIN: "parent", 1001: "one", 1002: "two"}
SAID = ((1001, 0.4, "a\n"),)


def held(*holds: Hold, said: tuple[tuple[int, float, str], ...] = SAID, **facts: Any) -> Recording:
    """One says something at 0.4, the other does not."""
    return run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8), life(1002, 0.2, 0.9), said=said, holds=holds, **facts)


def of_locks(recording: Recording, language: str = "en") -> list[str]:
    """What is told of locks and of what lets others go on."""
    shown = rows(exhibit(recording, NAMES, language=language))
    return [row.text for row in shown if row.what in ("acquires", "releases", "sets", "waits")]


LOCK = Hold("lock", 1001, 1, 0.3, 0.5, 1001)


def test_a_lock_has_a_bar_from_when_it_is_acquired_until_it_is_released() -> None:
    shown = rows(exhibit(held(LOCK), NAMES))
    assert [(row.what, sorted(row.holds)) for row in shown if row.holds] == [
        ("acquires", [(27.0, "50%")]),
        ("says", [(27.0, "0%"), (27.0, "50%")]),
        ("releases", [(27.0, "0%")]),
    ]
    kept = rows(exhibit(held(dataclasses.replace(LOCK, end=0.8, by=0)), NAMES))
    assert [row.what for row in kept if row.holds] == ["acquires", "says", "ends"]


@pytest.mark.parametrize(
    ("hold", "shown"),
    [
        (LOCK, True),
        (dataclasses.replace(LOCK, start=0.42, end=0.43), False),  # in which nobody did anything
        (dataclasses.replace(LOCK, start=0.42, end=0.47), True),  # but it was long
        (dataclasses.replace(LOCK, pid=1002, by=1002), True),
        (dataclasses.replace(LOCK, start=0.79, end=0.8, by=0), True),
    ],
)
def test_which_are_told(hold: Hold, shown: bool) -> None:
    assert bool(of_locks(held(hold))) is shown


def test_of_too_many_none_is_told() -> None:
    assert of_locks(held(*[LOCK] * MOST))
    assert told(exhibit(held(*[LOCK] * (MOST + 1)), NAMES)) == told(exhibit(held(), NAMES))


SEMAPHORE, OTHER = dataclasses.replace(LOCK, what="semaphore"), Hold("lock", 1002, 2, 0.35, 0.6, 1002)
KEPT = Hold("lock", 1001, 1, 0.3, 0.8, 0)
TAKEN = Hold("lock", 1001, 1, 0.3, 0.85, MAIN)


@pytest.mark.parametrize(
    ("facts", "en", "zh"),
    [
        (
            {"holds": [LOCK]},
            ["one acquires the lock", "one releases the lock"],
            ["one 取得锁", "one 释放锁"],
        ),
        (
            {"holds": [SEMAPHORE]},
            ["one acquires the semaphore", "one releases the semaphore"],
            ["one 取得信号量", "one 释放信号量"],
        ),
        (
            {"holds": [LOCK, OTHER], "waits": (Wait(1002, "lock", 0, 0.36, 0.5, 1),)},
            [
                *("one acquires lock 1", "two acquires lock 2", "two waits for lock 1, which one holds"),
                *("one releases lock 1", "two releases lock 2"),
            ],
            ["one 取得锁 1", "two 取得锁 2", "two 等 one 持有的锁 1", "one 释放锁 1", "two 释放锁 2"],
        ),
        (
            {"holds": [KEPT], "waits": (Wait(1002, "lock", 0, 0.82, 0.9, 1),)},
            ["one acquires the lock", "two waits for the lock, which one did not release"],
            ["one 取得锁", "two 等锁，one 结束时没有释放它"],
        ),
        (
            {"holds": [TAKEN], "waits": (Wait(1002, "lock", 0, 0.82, 0.86, 1),)},
            [
                *("one acquires the lock", "two waits for the lock, which one did not release"),
                "parent releases the lock of one",
            ],
            ["one 取得锁", "two 等锁，one 结束时没有释放它", "parent 释放 one 的锁"],
        ),
        ({"holds": [], "waits": (Wait(1002, "lock", 0, 0.3, 0.5, 1),)}, ["two waits for a lock"], ["two 等锁"]),
        (
            {"holds": [], "releases": (Release("event", MAIN, 0.3, (1001, 1002)),)},
            ["parent sets an event, which lets one, two go on"],
            ["parent 设置事件，让 one、two 继续"],
        ),
        (
            {"holds": [], "releases": (Release("event", MAIN, 0.3, ()),)},
            ["parent sets an event"],
            ["parent 设置事件"],
        ),
        (
            {"holds": [], "releases": (Release("condition", MAIN, 0.3, (1001,)),)},
            ["parent notifies one"],
            ["parent 发出通知，让 one 继续"],
        ),
        (
            {"holds": [], "releases": (Release("condition", MAIN, 0.3, ()),)},
            ["parent notifies whoever waits for a condition"],
            ["parent 发出通知"],
        ),
        (
            {"holds": [], "releases": (Release("barrier", 1002, 0.3, (1001, MAIN)),)},
            ["two comes last to a barrier, which lets one, parent go on"],
            ["two 最后到达屏障，让 one、parent 继续"],
        ),
    ],
)
def test_in_words(facts: dict[str, Any], en: list[str], zh: list[str]) -> None:
    recording = held(*facts["holds"], **{name: value for name, value in facts.items() if name != "holds"})
    assert of_locks(recording) == en
    assert of_locks(recording, "zh") == zh


def test_who_ends_with_a_lock_keeps_it() -> None:
    assert "one ends: exit code 0, still holding a lock" in told(exhibit(held(KEPT), NAMES))


def test_a_lock_that_another_releases_has_a_bar_until_its_holder_ends() -> None:
    shown = rows(exhibit(held(TAKEN), NAMES))
    assert [row.what for row in shown if row.holds] == ["acquires", "says", "ends"]
    assert "one ends: exit code 0, still holding a lock" in [row.text for row in shown]


def test_who_comes_last_to_a_barrier_does_not_wait_and_who_is_let_go_goes_on() -> None:
    recording = held(
        releases=(Release("barrier", 1002, 0.5, (1001,)),),
        waits=(Wait(1001, "barrier", 0, 0.45, 0.55, 1), Wait(1002, "barrier", 0, 0.5, 0.58, 1)),
        said=((MAIN, 0.52, "a\n"), (1001, 0.7, "b\n"), (MAIN, 0.6, "c\n")),
    )
    shown = [(row.what, row.name) for row in rows(exhibit(recording, NAMES))]
    assert [one for one in shown if one[0] in ("waits", "sets", "goes-on")] == [("waits", "one"), ("sets", "two")]
    without = rows(exhibit(dataclasses.replace(recording, releases=()), NAMES))
    assert [row.what for row in without if row.what in ("waits", "goes-on")] == ["waits", "waits", "goes-on"]


def test_of_too_many_that_are_set_none_is_told() -> None:
    many = tuple(Release("event", MAIN, 0.3 + n / 1000, ()) for n in range(MOST + 1))
    assert len(of_locks(held(releases=many[1:]))) == MOST
    assert of_locks(held(releases=many)) == []


def test_an_arrow_leads_to_each_that_goes_on() -> None:
    shown = rows(exhibit(held(releases=(Release("event", MAIN, 0.3, (1001, 1002)),)), NAMES))
    assert [row.arms for row in shown if row.what == "sets"] == [["signal", "signal"]]
