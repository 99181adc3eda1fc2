"""What an `each` promises: every value, or every member of a group, once and in its own order."""

from __future__ import annotations

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import GROUP, ONE, THREE, edit, record

POOL = """\
main: exit 0
  worker * 3: exit 0

main | Parent process {main}.
---
main | Waiting ...
each task in 0..3
  worker | Run task {task} ({worker})...
  worker | Task {task} runs {0.00..3.50} seconds.
---
main | All done.
"""
POOLED = """\
4100 | Parent process 4100.
4101 | Run task 0 (4101)...
4102 | Run task 1 (4102)...
4100 | Waiting ...
4102 | Task 1 runs 0.25 seconds.
4103 | Run task 2 (4103)...
4101 | Task 0 runs 3.50 seconds.
4101 | Run task 3 (4101)...
4101 | Task 3 runs 0.00 seconds.
4103 | Task 2 runs 1.00 seconds.
4100 | All done.
"""


def test_pool_kept(hold: Hold) -> None:
    assert hold(POOL, record(POOLED, THREE)) is None


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(edit(POOLED, "Run task 3", "Run task 2"), id="value begun twice"),
        pytest.param(edit(edit(POOLED, "Run task 3", "Run task 0"), "Task 3 runs", "Task 0 runs"), id="task twice"),
        pytest.param(edit(edit(POOLED, "Run task 3", "Run task 4"), "Task 3 runs", "Task 4 runs"), id="no such value"),
        pytest.param(edit(POOLED, "4102 | Task 1", "4103 | Task 1"), id="ended by another member"),
        pytest.param(edit(POOLED, "Run task 1 (4102)", "Run task 1 (4103)"), id="another member's PID"),
        pytest.param(edit(POOLED, "4100 | All done.\n", ""), id="missing end"),
        pytest.param(edit(POOLED, "4103 | Task 2 runs 1.00 seconds.\n", ""), id="missing in an instance"),
        pytest.param("4100 | All done.\n" + edit(POOLED, "4100 | All done.\n", ""), id="end first"),
        pytest.param(edit(POOLED, "3.50", "3.51"), id="number too high"),
        pytest.param(edit(POOLED, "0.25", "-0.25"), id="number too low"),
        pytest.param(edit(POOLED, "0.25", "0.250"), id="too many decimals"),
        pytest.param(edit(POOLED, "0.25", "0.2"), id="too few decimals"),
        pytest.param(edit(POOLED, "0.25", "1"), id="no decimals"),
        pytest.param(edit(POOLED, "0.25", "nan"), id="no number"),
    ],
)
def test_pool_refused(hold: Hold, play: str) -> None:
    assert hold(POOL, record(play, THREE))


def test_order_within_an_instance(hold: Hold) -> None:
    run, task = "4102 | Run task 1 (4102)...\n", "4102 | Task 1 runs 0.25 seconds.\n"
    assert hold(POOL, record(edit(edit(POOLED, task, ""), run, task + run), THREE))


def test_instances_of_one_member_do_not_overlap(hold: Hold) -> None:
    run, task = "4101 | Run task 3 (4101)...\n", "4101 | Task 0 runs 3.50 seconds.\n"
    assert hold(POOL, record(edit(edit(POOLED, task, ""), run, run + task), THREE))


@pytest.mark.parametrize("last", ["worker | ...", "worker ? end {n}"])
def test_member_goes_on_without_its_skippable_lines(hold: Hold, last: str) -> None:
    text = GROUP + f"each n in 0..1\n  worker | begin {{n}}\n  {last}\n"
    assert hold(text, record("4101 | begin 0\n4101 | begin 1\n", ((4101, 4100, 0),))) is None


def test_too_many_of_a_group(hold: Hold) -> None:
    play = edit(POOLED, "4101 | Run task 3 (4101)", "4104 | Run task 3 (4104)")
    play = edit(play, "4101 | Task 3", "4104 | Task 3")
    four = (*THREE, (4104, 4100, 0))
    assert hold(POOL, record(play, four))
    assert hold(edit(POOL, "* 3", "* 4"), record(play, four)) is None
    assert hold(edit(POOL, "* 3", "* 1..4"), record(play, four)) is None


def test_too_few_of_a_group(hold: Hold) -> None:
    play = POOLED.replace("4103", "4102")
    assert hold(POOL, record(play, THREE[:2])) is not None


@pytest.mark.parametrize("size", [1, 2, 4])
def test_each_member(hold: Hold, size: int) -> None:
    text = GROUP + "each worker\n  worker | I am {worker}\n"
    workers = tuple((4101 + n, 4100, 0) for n in range(size))
    lines = [f"{pid} | I am {pid}\n" for pid, *_ in workers]
    assert hold(text, record("".join(lines), workers)) is None
    assert hold(text, record("".join(reversed(lines)), workers)) is None
    assert hold(text, record("".join(lines[1:]), workers)) is not None
    assert hold(text, record("".join([*lines, lines[0]]), workers)) is not None
    assert (hold(text, record("".join([*lines[1:], lines[-1]]), workers)) is None) == (size == 1)


def test_each_member_of_a_deeper_group(hold: Hold) -> None:
    text = "main: exit 0\n  boss: exit 0\n    worker * 1..4: exit 0\neach worker\n  worker | I am {worker}\n"
    team = ((4101, 4100, 0), (4102, 4101, 0), (4103, 4101, 0))
    assert hold(text, record("4102 | I am 4102\n4103 | I am 4103\n", team)) is None
    assert hold(text, record("4102 | I am 4102\n", team)) is not None


def test_each_member_keeps_its_own_number(hold: Hold) -> None:
    text = GROUP + "each worker\n  main | gave {n: 1..9}\n  worker | got {n}\n"
    play = "4100 | gave 3\n4100 | gave 5\n4101 | got 5\n4102 | got 3\n"
    assert hold(text, record(play, THREE[:2])) is None
    assert hold(text, record(edit(play, "got 3", "got 5"), THREE[:2])) is not None


def test_rows_of_values(hold: Hold) -> None:
    text = ONE + "each n, square in 0 0, 1 1, 2 4\n  main | {n}: {square}\n"
    assert hold(text, record("4100 | 2: 4\n4100 | 0: 0\n4100 | 1: 1\n")) is None
    assert hold(text, record("4100 | 2: 4\n4100 | 0: 0\n4100 | 1: 4\n")) is not None


def test_words(hold: Hold) -> None:
    text = ONE + "each word in red, light green\n  main | it is {word}\n"
    assert hold(text, record("4100 | it is light green\n4100 | it is red\n")) is None
    assert hold(text, record("4100 | it is red\n4100 | it is green\n")) is not None


def test_long_runs_are_judged(hold: Hold) -> None:
    text = GROUP + "each n in 0..19\n  worker | begin {n}\n  worker | end {n}\nmain after n | end\n"
    lines = [f"410{1 + n % 4} | {what} {n}\n" for n in range(20) for what in ("begin", "end")]
    workers = tuple((4101 + n, 4100, 0) for n in range(4))
    assert hold(text, record("".join([*lines, "4100 | end\n"]), workers)) is None
    assert hold(text, record("".join([*lines[:-1], "4100 | end\n"]), workers)) is not None


def test_condition_of_an_each(hold: Hold) -> None:
    text = ONE + "[fork] each n in 0..1\n  main | {n}\n"
    assert hold(text, record("4100 | 0\n4100 | 1\n", start_method="fork")) is None
    assert hold(text, record("", start_method="fork")) is not None
    assert hold(text, record("", start_method="spawn")) is None


def test_each_of_a_group_that_is_not_there(hold: Hold) -> None:
    text = "main: exit 0\n  [forkserver] worker * 2: exit 0\neach worker\n  worker | hi\n"
    assert hold(text, record("", start_method="fork")) is None


def test_each_member_of_groups_whose_sizes_nobody_knows(hold: Hold) -> None:
    text = "main: exit 0\n  a * 1..3: exit 0\n  b * 1..3: exit 1\neach a\n  a | hi\neach b\n  b | ho\n"
    everybody = ((4101, 4100, 0), (4102, 4100, 0), (4103, 4100, 1))
    assert hold(text, record("4101 | hi\n4102 | hi\n4103 | ho\n", everybody)) is None
    assert hold(text, record("4101 | hi\n4103 | ho\n", everybody)) is not None
    assert hold(text, record("4101 | hi\n4102 | hi\n4102 | hi\n4103 | ho\n", everybody)) is not None
