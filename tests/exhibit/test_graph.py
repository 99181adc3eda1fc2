"""The graph beside the moments: a lane of its own for each process while it is there, in the state that it is in."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from tests.exhibit.page import Shown, exhibit, rows
from tests.exhibit.runs import MAIN, life, run, zombie
from witness.recording import Recording, Wait


def lane(shown: list[Shown], x: float) -> list[str]:
    """What is drawn in a lane, half a row after half a row."""
    return [
        state for row in shown for state, place, _ in sorted(row.strokes, key=lambda s: s[2] != "upper") if place == x
    ]


def crowd(seed: int) -> Recording:
    """Processes that make one another, end, and are reaped, late or never."""
    chance = random.Random(seed)
    lives = [life(MAIN, 0.0, 100.0)]
    for pid in range(MAIN + 1, MAIN + 25):
        parent = chance.choice(lives)
        start = chance.uniform(parent.start, parent.end)
        end = chance.uniform(start, 100.0)
        reaped = end < parent.end and chance.random() < 0.7
        gone = chance.uniform(end, parent.end) if reaped else max(end, parent.end)
        adopted = parent.end if end > parent.end else None
        lives.append(life(pid, start, end, ppid=parent.pid, reaped=reaped, reaped_at=gone, adopted=adopted))
    return run(*lives)


def test_states_and_arms() -> None:
    shown = rows(exhibit(zombie()))
    child, parent = sorted({x for row in shown for _, x, _ in row.strokes}, reverse=True)
    assert lane(shown, child) == ["work"] * 6 + ["work"] * 2 + ["ghost"] * 4
    # From the row of the wait for a message to the next, and from that of the sleep until the signal.
    assert lane(shown, parent) == ["work"] * 6 + ["wait"] * 4 + ["sleep"] * 4 + ["work"] * 6
    assert [row.arms for row in shown if row.arms] == [["branch"], ["signal"], ["reap"]]


def test_who_waits_goes_on_waiting_through_what_happens_at_one_moment() -> None:
    said = tuple((1001, 0.5, f"{number}\n") for number in range(5))
    waits = (Wait(MAIN, "child", 1001, 0.2, 0.8),)
    shown = rows(exhibit(run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8), said=said, waits=waits)))
    parent = min(x for row in shown for _, x, _ in row.strokes)
    assert [row.what for row in shown][2:] == ["waits", *["says"] * 5, "ends", "reaps", "ends"]
    assert lane(shown, parent) == ["work"] * 4 + ["wait"] * 14 + ["work"] * 2


@pytest.mark.parametrize("seed", range(20))
def test_no_two_processes_share_a_lane_at_the_same_time(seed: int) -> None:
    recording = crowd(seed)
    shown = rows(exhibit(recording, {process.pid: f"p{process.pid}" for process in recording.processes}))
    for row in shown:
        drawn = Counter((x, half) for _, x, half in row.strokes)
        assert set(drawn.values()) <= {1}, row.text
    lanes = {x for row in shown for _, x, _ in row.strokes}
    alive = most = 0
    for row in shown:
        alive += {"begins": 1, "makes": row.arms.count("branch"), "ends": -1}.get(row.what, 0)
        most = max(most, alive)
    assert most <= len(lanes) <= len(recording.processes)


@pytest.mark.parametrize("seed", range(20))
def test_each_lane_is_whole_from_its_beginning_to_its_end(seed: int) -> None:
    """Upper halves go on where lower ones lead: a line has no gap but where a process begins or is gone."""
    shown = rows(exhibit(crowd(seed)))
    halves: dict[str, dict[int, set[float]]] = defaultdict(lambda: defaultdict(set))
    for number, row in enumerate(shown):
        for _, x, half in row.strokes:
            halves[half][number].add(x)
    for number in range(len(shown) - 1):
        assert halves["lower"][number] == halves["upper"][number + 1]
    assert halves["upper"][0] == halves["lower"][len(shown) - 1] == set()


def test_a_lane_is_used_again_by_who_comes_later() -> None:
    after = [life(MAIN + number, number / 10, number / 10 + 0.05) for number in range(1, 6)]
    beside = [life(MAIN + number, number / 100, 0.9) for number in range(1, 6)]
    for lives, lanes in ((after, 2), (beside, 6)):
        shown = rows(exhibit(run(life(MAIN, 0.0, 1.0), *lives)))
        assert len({x for row in shown for _, x, _ in row.strokes}) == lanes


def test_nobody_is_a_ghost_who_was_reaped_at_once() -> None:
    shown = rows(exhibit(run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5))))
    assert {state for row in shown for state, _, _ in row.strokes} <= {"work", "ghost"}
    assert [row.what for row in shown if any(state == "ghost" for state, _, _ in row.strokes)] == ["ends", "reaps"]
