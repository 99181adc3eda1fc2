"""A promise says yes to the runs it describes, and no to every other: who says what in which order."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import CHILD, CREATED, FIRST, FORK, FORKED, GROUP, ONE, THREE, TWO, edit, record
from witness.promise import search
from witness.recording import Recording

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


def test_kept(hold: Hold) -> None:
    assert hold(FORK, record(FORKED, ((4101, 4100, 0),))) is None


def test_speakers_may_trade_places(hold: Hold) -> None:
    first, created, child = FORKED.splitlines(keepends=True)
    assert hold(FORK, record(first + child + created, ((4101, 4100, 0),))) is None


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(FIRST + FIRST + CREATED + CHILD, id="duplicated line"),
        pytest.param(FIRST + CREATED + CHILD + CHILD, id="duplicated last line"),
        pytest.param(edit(FORKED, "4101 | I am", "4101+4100 | I am"), id="torn line"),
        pytest.param(CREATED + CHILD, id="missing first line"),
        pytest.param(FIRST + CREATED, id="missing last line"),
        pytest.param("", id="nothing"),
        pytest.param(FORKED + "4101 | Bye.\n", id="extra line"),
        pytest.param(FORKED + "4101 | \n", id="extra empty line"),
        pytest.param(edit(FORKED, "4101 | I am", "4100 | I am"), id="another speaker"),
        pytest.param(edit(FORKED, "4101 | I am", "nobody | I am"), id="unknown speaker"),
        pytest.param(FIRST + edit(CREATED, "(4101)", "(4100)") + CHILD, id="equal PIDs"),
        pytest.param(FIRST + edit(CREATED, "(4101)", "(4102)") + CHILD, id="PID of nobody"),
        pytest.param(
            edit(edit(FORKED, "process (4101) and", "process (4100) and"), "parent is 4100", "parent is 4101"),
            id="swapped PIDs",
        ),
        pytest.param(edit(FORKED, "parent is 4100", "parent is 1"), id="another parent said"),
        pytest.param(CREATED + FIRST + CHILD, id="order within a process"),
        pytest.param(CHILD + FIRST + CREATED, id="order across a rule"),
        pytest.param(edit(FORKED, "parent is 4100.", "parent is 4100.\\"), id="no final newline"),
        pytest.param(edit(FORKED, "parent is 4100.", "parent is 4100"), id="another word"),
        pytest.param(edit(FORKED, "Process (4100)", "  Process (4100)"), id="another indentation"),
    ],
)
def test_refused(hold: Hold, play: str) -> None:
    assert hold(FORK, record(play, ((4101, 4100, 0),)))


@pytest.mark.parametrize(
    ("play", "kept"),
    [
        ("4101 | one\n4102 | two\n4100 | end\n", True),
        ("4101 | one\n4100 | end\n4102 | two\n", True),
        ("4102 | two\n4100 | end\n4101 | one\n", False),
        ("4100 | end\n4101 | one\n4102 | two\n", False),
    ],
)
def test_after_process(hold: Hold, play: str, kept: bool) -> None:
    text = TWO + "a | one\nb | two\nmain after a | end\n"
    assert (hold(text, record(play, ((4101, 4100, 0), (4102, 4100, 0)))) is None) == kept


@pytest.mark.parametrize(
    ("play", "kept"),
    [
        ("4101 | n 0\n4101 | n 1\n4100 | end\n", True),
        ("4101 | n 1\n4101 | n 0\n4100 | end\n", True),
        ("4101 | n 0\n4100 | end\n4101 | n 1\n", False),
        ("4100 | end\n4101 | n 0\n4101 | n 1\n", False),
    ],
)
@pytest.mark.parametrize("whom", ["n", "worker"])
def test_after_repetition(hold: Hold, play: str, kept: bool, whom: str) -> None:
    text = GROUP + f"each n in 0..1\n  worker | n {{n}}\nmain after {whom} | end\n"
    assert (hold(text, record(play, ((4101, 4100, 0),))) is None) == kept


def test_only_what_stands_above_comes_before(hold: Hold) -> None:
    text = TWO + "a | one\nmain after a | end\na | three\n"
    both = ((4101, 4100, 0), (4102, 4100, 0))
    assert hold(text, record("4101 | one\n4101 | three\n4100 | end\n", both)) is None
    assert hold(text, record("4101 | one\n4100 | end\n4101 | three\n", both)) is None
    assert hold(text, record("4100 | end\n4101 | one\n4101 | three\n", both)) is not None


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
    assert hold(text, record("".join([*lines[1:], lines[-1]]), workers)) is not None if size > 1 else True


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


# -- what instances do to one another ----------------------------------------------------------------------------------

PAIR = "main: exit 0\n  worker * 2: exit 0\n"
QUEUE = "main: exit 0\n  worker * 2: exit 0\neach n in 0..2{}\n  main | put {{n}}\n  worker | got {{n}}\n"


@pytest.mark.parametrize(
    ("promised", "play", "told"),
    [
        ("", "0i 0o 1i 1o", None),
        ("", "1i 1o 0i 0o", None),
        ("", "0i 1i 0o 1o", "(2 are under way at once)"),
        ("?", "0i 1i 1o", None),
        ("?", "0i 1i 0o 1o", "(2 are under way at once)"),
        ("?", "0i 0o 1i", None),
    ],
)
def test_so_many_instances_at_once(hold: Hold, promised: str, play: str, told: str | None) -> None:
    text = PAIR + f"each n in 0..1, at most 1 at once\n  worker | in {{n}}\n  worker {promised or '|'} out {{n}}\n"
    words = {"i": "in", "o": "out"}
    run = record("".join(f"410{int(n) + 1} | {words[what]} {n}\n" for n, what in map(tuple, play.split())), THREE[:2])
    difference = hold(text, run)
    assert difference is None if told is None else told in (difference or "")
    assert hold(text.replace("at most 1", "at most 2"), run) is None


@pytest.mark.parametrize(
    ("play", "kept"),
    [
        ("p0 p1 g0 g1 p2 g2", {"", ", in order", ", first in first out"}),
        ("p0 g0 p1 g1 p2 g2", {"", ", in order", ", first in first out"}),
        ("p0 p1 g1 g0 p2 g2", {""}),
        ("p1 p0 g1 g0 p2 g2", {"", ", first in first out"}),
        ("p1 p0 g0 g1 p2 g2", {""}),
        ("p1 p0 p2 g1 g2 g0", {""}),
        ("g0 p0 p1 g1 p2 g2", set()),
    ],
)
def test_orders_of_instances(hold: Hold, play: str, kept: set[str]) -> None:
    lines = [
        f"4100 | put {n}\n" if what == "p" else f"410{1 + int(n) % 2} | got {n}\n"
        for what, n in map(tuple, play.split())
    ]
    orders = ("", ", in order", ", first in first out")
    run = record("".join(lines), THREE[:2])
    assert {order for order in orders if hold(QUEUE.format(order), run) is None} == kept


def test_the_reason_is_told(hold: Hold) -> None:
    run = record("4100 | put 1\n", THREE[:2])
    assert "(it is not its turn: one that comes before it has not said this yet)" in (
        hold(QUEUE.format(", in order"), run) or ""
    )


def test_a_member_does_not_come_back_to_an_instance(hold: Hold) -> None:
    text = PAIR + "each n in 0..1\n  worker | begin {n}\n  worker ? end {n}\nmain | over\n"
    play = "4101 | begin 0\n4101 | end 0\n4101 | begin 1\n4101 | end 1\n4100 | over\n"
    assert hold(text, record(play, THREE[:2])) is None
    play = "4101 | begin 0\n4101 | begin 1\n4101 | end 0\n4101 | end 1\n4100 | over\n"
    assert hold(text, record(play, THREE[:2])) is not None


def test_each_member_of_groups_whose_sizes_nobody_knows(hold: Hold) -> None:
    text = "main: exit 0\n  a * 1..3: exit 0\n  b * 1..3: exit 1\neach a\n  a | hi\neach b\n  b | ho\n"
    everybody = ((4101, 4100, 0), (4102, 4100, 0), (4103, 4100, 1))
    assert hold(text, record("4101 | hi\n4102 | hi\n4103 | ho\n", everybody)) is None
    assert hold(text, record("4101 | hi\n4103 | ho\n", everybody)) is not None
    assert hold(text, record("4101 | hi\n4102 | hi\n4102 | hi\n4103 | ho\n", everybody)) is not None


# -- members told by a value -------------------------------------------------------------------------------------------

ARRIVED = "each n in 0..2\n  worker[n] | {n} arrived\n---\nmain | go\n---\n"


@pytest.mark.parametrize(
    ("then", "play", "kept"),
    [
        ("  worker[n] | {n} left\n", "4102 | 1 left\n4101 | 2 left\n4101 | 0 left\n", True),
        ("  worker[n] | {n} left\n", "4102 | 1 left\n4102 | 2 left\n4101 | 0 left\n", False),
        ("  main | {n}: {worker[n]}\n", "4100 | 1: 4102\n4100 | 0: 4101\n4100 | 2: 4101\n", True),
        ("  main | {n}: {worker[n]}\n", "4100 | 1: 4101\n4100 | 0: 4101\n4100 | 2: 4101\n", False),
    ],
)
def test_a_member_told_by_a_value(hold: Hold, then: str, play: str, kept: bool) -> None:
    before = "4101 | 0 arrived\n4102 | 1 arrived\n4101 | 2 arrived\n4100 | go\n"
    assert (hold(PAIR + ARRIVED + "each n in 0..2\n" + then, record(before + play, THREE[:2])) is None) == kept


@pytest.mark.parametrize(("who", "kept"), [(4102, True), (4101, False)])
def test_a_member_told_by_a_named_value(hold: Hold, who: int, kept: bool) -> None:
    text = PAIR + "worker[n] | {n: 0..9} came\n---\nworker[n] | {n} left\n"
    assert (hold(text, record(f"4102 | 7 came\n{who} | 7 left\n", THREE[:2])) is None) == kept


# -- speakers whom nobody knows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "play", "unwatched", "kept"),
    [
        (ONE + "  echo: exit 0\nunknown | hi\n", "nobody | hi\n", (), True),
        (ONE + "  echo: exit 0\nunknown | hi\n", "4101 | hi\n", (), False),
        (ONE + "  echo: exit 0\necho | hi\n", "nobody | hi\n", (4101,), True),
        (ONE + "  echo: exit 0\necho | hi\n", "nobody | hi\n", (), False),
        (ONE + "  echo: exit 0\nmain | hi\n", "nobody | hi\n", (4101,), False),
        (ONE + "  echo: exit 0\necho | hi\n", "4100 | hi\n", (4101,), False),
        (ONE + "  echo: exit 0\necho | hi\n", "4101+4100 | hi\n", (4101,), False),
    ],
)
def test_unknown_speakers(hold: Hold, text: str, play: str, unwatched: tuple[int, ...], kept: bool) -> None:
    assert (hold(text, record(play, THREE[:1], unwatched=unwatched)) is None) == kept


@pytest.mark.parametrize(("unwatched", "kept"), [((4101, 4102), True), ((4102,), False)])
def test_whoever_may_have_spoken_has_to_end_as_promised(hold: Hold, unwatched: tuple[int, ...], kept: bool) -> None:
    text = ONE + "  a: exit 1\n  b: exit 0\nb | hi\n"
    run = record("nobody | hi\n", ((4101, 4100, 0), (4102, 4100, 1)), unwatched=unwatched)
    assert (hold(text, run) is None) == kept


# -- moments in the lives of processes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "life", "told"),
    [
        ("after end of", (0.2, 0.9), None),
        ("after end of", (0.2, 1.1), "a line that comes after the end of c came before it"),
        ("before end of", (0.2, 1.1), None),
        ("before end of", (0.2, 0.9), "a line that comes before the end of c came after it"),
        ("after start of", (0.2, 1.1), None),
        ("after start of", (1.1, 1.2), "a line that comes after the start of c came before it"),
        ("before start of", (1.1, 1.2), None),
        ("before start of", (0.2, 1.2), "a line that comes before the start of c came after it"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_moments(hold: Hold, order: str, life: tuple[float, float], told: str | None, named: bool) -> None:
    text, play = f"main: exit 0\n  c: exit 0\nmain {order} c | done\n", "4100 | done\n"
    if named:
        text, play = text.replace("done", "done {c}"), play.replace("done", "done 4101")
    difference = hold(text, record(play, THREE[:1], lives={4101: life}))
    assert difference is None if told is None else told in (difference or "")


def test_the_moment_of_a_group_is_that_of_every_member(hold: Hold) -> None:
    text = PAIR + "main after end of worker | done\n"
    assert hold(text, record("4100 | done\n", THREE[:2], lives={4101: (0.1, 0.9), 4102: (0.1, 0.8)})) is None
    assert hold(text, record("4100 | done\n", THREE[:2], lives={4101: (0.1, 0.9), 4102: (0.1, 1.8)})) is not None


def test_the_moment_of_a_group_is_that_of_the_instances_member(hold: Hold) -> None:
    text = PAIR + "each worker\n  main after end of worker | {worker} is over\n"
    lives = {4101: (0.1, 0.9), 4102: (0.1, 1.8)}
    assert hold(text, record("4100 | 4101 is over\n4100 | 4102 is over\n", THREE[:2], lives=lives)) is None
    assert hold(text, record("4100 | 4102 is over\n4100 | 4101 is over\n", THREE[:2], lives=lives)) is not None


def test_moments_help_to_name_the_silent(hold: Hold) -> None:
    text = TWO + "main after end of a | done\n"
    assert hold(text, record("4100 | done\n", THREE[:2], lives={4101: (0.1, 9), 4102: (0.1, 0.9)})) is None
    assert hold(text, record("4100 | done\n", THREE[:2], lives={4101: (0.1, 9), 4102: (0.1, 1.9)})) is not None


def test_a_line_that_nobody_wrote_has_no_moment(hold: Hold) -> None:
    text = "main: exit 0\n  c: exit 0\nunknown after end of c | done\n"
    assert "nobody knows when it was written" in (hold(text, record("nobody | done\n", THREE[:1])) or "")


@pytest.mark.parametrize("late", ["4101 | x\n", "4101 | x\n4101 | x\n"])
@pytest.mark.parametrize("line", ["a * 1.. | x", "a ? x", "a | ..."])
def test_nothing_above_an_after_comes_below_it(hold: Hold, line: str, late: str) -> None:
    text = TWO + line + "\nmain after a | end\n"
    assert hold(text, record("4101 | x\n4100 | end\n", THREE[:2])) is None
    assert hold(text, record("4101 | x\n4100 | end\n" + late, THREE[:2])) is not None


# -- how long it takes -------------------------------------------------------------------------------------------------


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
