"""The cast is held to the processes of a run: names for all of them, and how each lived and ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import FORK, FORKED, GROUP, THREE, edit, record
from witness.promise import search
from witness.recording import Process


@pytest.mark.parametrize(
    ("children", "exit_code"),
    [
        pytest.param(((4101, 1, 0),), 0, id="parent in the tree of processes"),
        pytest.param(((4101, 4100, 1),), 0, id="child's exit code"),
        pytest.param(((4101, 4100, -9),), 0, id="child's signal"),
        pytest.param(((4101, 4100, None),), 0, id="child's end unknown"),
        pytest.param(((4101, 4100, 0),), 3, id="own exit code"),
        pytest.param(((4101, 4100, 0), (4102, 4100, 0)), 0, id="process not in the cast"),
        pytest.param(((4101, 4100, 0), (4102, 4101, 0)), 0, id="grandchild not in the cast"),
    ],
)
def test_processes_refused(hold: Hold, children: tuple[tuple[int, int, int | None], ...], exit_code: int) -> None:
    assert hold(FORK, record(FORKED, children, exit_code=exit_code))


@pytest.mark.parametrize(("code", "kept"), [(0, True), (-15, True), (-9, False), (1, False), (15, False)])
def test_endings(hold: Hold, code: int, kept: bool) -> None:
    silent = "main: exit 0\n  child: exit 0 or SIGTERM\n"
    assert (hold(silent, record("", ((4101, 4100, code),))) is None) == kept


def test_ending_without_a_name(hold: Hold) -> None:
    assert "40" in (hold("main: exit 0\n  child: exit 0\n", record("", ((4101, 4100, -40),))) or "")


def test_silent_process_is_missed(hold: Hold) -> None:
    assert hold("main: exit 0\n  child: exit 0\n", record("")) is not None


def test_silent_processes_find_their_names(hold: Hold) -> None:
    cast = "main: exit 0\n  a: exit 1\n    b: exit 2\n  c: exit 3\n"
    assert hold(cast, record("", ((4101, 4100, 3), (4102, 4100, 1), (4103, 4102, 2)))) is None
    assert hold(cast, record("", ((4101, 4100, 3), (4102, 4100, 1), (4103, 4101, 2)))) is not None


@pytest.mark.parametrize("reaped", [True, False])
def test_reaped(hold: Hold, reaped: bool) -> None:
    run = record("", ((4101, 4100, 0),))
    run = replace(run, processes=(run.processes[0], replace(run.processes[1], reaped=reaped)))
    assert hold("main: exit 0\n  child: exit 0\n", run) is None
    difference = hold("main: exit 0\n  child: exit 0, reaped\n", run)
    assert difference is None if reaped else (difference or "").endswith("but its parent did not wait for it")


@pytest.mark.parametrize(("made", "kept"), [(1.5, True), (0.5, False)])
def test_made_after_the_end_of_another(hold: Hold, made: float, kept: bool) -> None:
    run = record("", ((4101, 4100, 1), (4102, 4100, 2)))
    run = replace(run, processes=(*run.processes[:2], replace(run.processes[2], made=made)))
    difference = hold("main: exit 0\n  a: exit 1\n  b after a: exit 2\n", run)
    assert difference is None if kept else (difference or "").endswith("but a had not ended when it was made")


@pytest.mark.parametrize(("size", "kept"), [(0, False), (1, True), (4, True), (5, False)])
def test_size_of_a_silent_group(hold: Hold, size: int, kept: bool) -> None:
    workers = tuple((4101 + n, 4100, 0) for n in range(size))
    assert (hold(GROUP, record("", workers)) is None) == kept


@pytest.mark.parametrize(("start_method", "kept"), [("forkserver", True), ("fork", False)])
def test_condition_of_a_role(hold: Hold, start_method: str, kept: bool) -> None:
    text = "main: exit 0\n  [forkserver] helper: exit 0\n"
    assert (hold(text, record("", ((4101, 4100, 0),), start_method=start_method)) is None) == kept
    assert (hold(text, record("", start_method=start_method)) is None) != kept


SERVER = Process(4105, 4100, 4100, "forkserver", "python", 0.0, 1.0, 0)
TRACKER = Process(4106, 4100, 4100, "resource_tracker", "python", 0.0, 1.0, 0)
SERVED = Process(4107, 4105, 4100, "process", "Process-1", 0.0, 1.0, 0)


def test_machinery_is_passed_over(hold: Hold) -> None:
    run = record("4107 | hi\n", machinery=(SERVER, TRACKER, SERVED))
    assert hold("main: exit 0\n  child: exit 0\nchild | hi\n", run) is None
    assert hold("main: exit 0\n  a: exit 0\n  b: exit 0\na | hi\n", run) is not None


def test_machinery_is_held_to_its_name(hold: Hold) -> None:
    named = "main: exit 0\n  forkserver: exit 0\n    child: exit 0\nchild | my parent is {forkserver}\n"
    run = record("4107 | my parent is 4105\n", machinery=(SERVER, TRACKER, SERVED))
    assert hold(named, run) is None
    assert hold(named, record("4107 | my parent is 4106\n", machinery=(SERVER, TRACKER, SERVED))) is not None
    assert hold(edit(named, "    child", "  child"), run) is not None


@pytest.mark.parametrize(
    ("endings", "codes", "wrong"),
    [
        pytest.param([0] * 12, [0] * 12, None, id="twelve alike"),
        pytest.param([*range(12)], [*reversed(range(12))], None, id="twelve different"),
        pytest.param([0] * 12, [0] * 5 + [9] + [0] * 6, 5, id="one of twelve alike"),
        pytest.param([*range(12)], [*range(5), 99, *range(6, 12)], 5, id="one of twelve different"),
        pytest.param([*range(12)], [*reversed(range(6, 12)), 99, *reversed(range(5))], 5, id="the one that is left"),
    ],
)
def test_silent_roles_are_told_by_their_endings(
    hold: Hold, monkeypatch: pytest.MonkeyPatch, endings: list[int], codes: list[int], wrong: int | None
) -> None:
    monkeypatch.setattr(search, "PATIENCE", 1_000)
    text = "main: exit 0\n" + "".join(f"  role{n}: exit {code}\n" for n, code in enumerate(endings))
    difference = hold(text, record("", tuple((4101 + n, 4100, code) for n, code in enumerate(codes))))
    if wrong is None:
        assert difference is None
    else:
        strange = next(code for code in codes if code not in endings)
        line = f"play.promise:{wrong + 2}: role{wrong}: exit {endings[wrong]}"
        assert (difference or "").endswith(f"{line}\n    but it ended with exit {strange}")


GROUPS = "main: exit 0\n  a * 2: exit 0\n  b * 2: exit 0\n"


@pytest.mark.parametrize(
    ("text", "codes", "told"),
    [
        (GROUPS, [0, 0, 0, 0], None),
        (GROUPS, [0, 1, 0, 0], ":2: a * 2: exit 0\n    but it ended with exit 1"),
        (GROUPS, [0, 0, 0], ":3: b * 2: exit 0\n    but there were 1 of it"),
        (GROUPS, [0] * 5, "  a process that is not in the cast: fork, exit code 0"),
        ("main: exit 0\n  a * 2: exit 0\n", [0] * 3, ":2: a * 2: exit 0\n    but there were 3 of it"),
        ("main: exit 0\n  a * 1..2: exit 0\n  b * 1..2: exit 1\n", [1, 0, 1], None),
        ("main: exit 0\n  a * 1..2: exit 0\n  b * 1..2: exit 1\n", [1, 1, 1], "but it ended with exit 1"),
        ("main: exit 0\n  a: exit 0\n  b: exit 0 or exit 1\n", [1, 0], None),
    ],
)
def test_groups_share_the_silent(hold: Hold, text: str, codes: list[int], told: str | None) -> None:
    difference = hold(text, record("", tuple((4101 + n, 4100, code) for n, code in enumerate(codes))))
    assert difference is None if told is None else (difference or "").endswith(told)


@pytest.mark.parametrize(
    ("grandchildren", "told"),
    [
        pytest.param((4101, 4101, 4101, 4102), None, id="of any member"),
        pytest.param((4101, 4102, 4102), ":4: y * 2: exit 0\n    but there were 1 of it", id="too few of all"),
    ],
)
def test_below_a_group_all_are_counted(hold: Hold, grandchildren: tuple[int, ...], told: str | None) -> None:
    text = "main: exit 0\n  worker * 2: exit 0\n    x * 2: exit 0\n    y * 2: exit 0\n"
    kids = tuple((4201 + n, parent, 0) for n, parent in enumerate(grandchildren))
    difference = hold(text, record("", (*THREE[:2], *kids)))
    assert difference is None if told is None else (difference or "").endswith(told)


def test_what_is_wrong_far_below_is_told(hold: Hold) -> None:
    text = "main: exit 0\n  a: exit 0\n    x: exit 0\n  b: exit 0\n    y: exit 0\n"
    family = ((4101, 4100, 0), (4102, 4100, 0), (4103, 4101, 0), (4104, 4102, 3))
    assert (hold(text, record("", family)) or "").endswith(":5: y: exit 0\n    but it ended with exit 3")


@pytest.mark.parametrize(("code", "kept"), [(None, True), (0, False), (1, False)])
def test_an_ending_that_nobody_knows(hold: Hold, code: int | None, kept: bool) -> None:
    run = record("", ((4101, 4100, code),))
    assert (hold("main: exit 0\n  child: unknown\n", run) is None) == kept
    assert (hold("main: exit 0\n  child: exit 0 or unknown\n", run) is None) == (code != 1)


@pytest.mark.parametrize(("ends", "told"), [((2, 3, 4), None), ((2.5, 3, 4), "but 3 of them lived at once")])
def test_so_many_live_at_once(hold: Hold, ends: tuple[float, float, float], told: str | None) -> None:
    lives = dict(zip((4101, 4102, 4103), zip((1.0, 1.0, 2.0), ends, strict=True), strict=True))
    difference = hold("main: exit 0\n  worker * 3, at most 2 at once: exit 0\n", record("", THREE, lives=lives))
    assert difference is None if told is None else (difference or "").endswith(told)


def test_the_silent_are_named_so_that_one_was_made_after_the_other(hold: Hold) -> None:
    text = "main: exit 0\n  a: exit 0\n  b after c: exit 0\n".replace("  b after c", "  c: exit 0\n  b after c")
    lives = {4101: (1.0, 9.0), 4102: (2.0, 3.0), 4103: (4.0, 5.0)}
    assert hold(text, record("", THREE, lives=lives)) is None
    lives = {4101: (1.0, 2.0), 4102: (1.5, 9.0), 4103: (4.0, 5.0)}
    assert hold(text, record("", THREE, lives=lives)) is None
    lives = {4101: (1.0, 9.0), 4102: (2.0, 9.0), 4103: (4.0, 5.0)}
    assert (hold(text, record("", THREE, lives=lives)) or "").endswith("c had not ended when it was made")


def test_giving_up_still_tells_what_is_wrong(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PATIENCE", 5_000)
    text = "main: exit 0\n  r0: exit 0\n" + "".join(f"  r{n} after r{n - 1}: exit 0\n" for n in range(1, 12))
    lives = {4101 + n: (float(n), n + 1.5) for n in range(12)}
    difference = hold(text, record("", tuple((pid, 4100, 0) for pid in lives), lives=lives)) or ""
    assert "play.promise:3: r1 after r0: exit 0\n    but r0 had not ended when it was made" in difference
    assert "given up" in difference


@pytest.mark.parametrize("outlasted", [True, False])
def test_hangs(hold: Hold, outlasted: bool) -> None:
    run = record("", ((4101, 4100, 0),))
    child = replace(run.processes[1], outlasted=outlasted, exit_code=None if outlasted else 0)
    run = replace(run, processes=(run.processes[0], child))
    hangs, ends = (hold(f"main: exit 0\n  child: {how}\n", run) for how in ("hangs", "exit 0"))
    assert (hangs is None, ends is None) == (outlasted, not outlasted)
    assert ((hangs or "") + (ends or "")).endswith("but it hangs" if outlasted else "but it ended with exit 0")
    assert hold("main: exit 0\n  child: exit 0 or hangs\n", run) is None
