"""A promise says yes to the runs it describes, and no to every other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import CHILD, CREATED, FIRST, FORK, FORKED, GROUP, ONE, THREE, TWO, edit, record
from witness.recording import Process, Recording

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

# -- two processes -----------------------------------------------------------------------------------------------------


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


def test_problem_refused(hold: Hold) -> None:
    difference = hold(FORK, record(FORKED, ((4101, 4100, 0),), problems=("it left processes running",)))
    assert (difference or "").startswith("  it left processes running\n")


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


# -- order -------------------------------------------------------------------------------------------------------------


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


# -- groups and repetition ---------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(("size", "kept"), [(0, False), (1, True), (4, True), (5, False)])
def test_size_of_a_silent_group(hold: Hold, size: int, kept: bool) -> None:
    workers = tuple((4101 + n, 4100, 0) for n in range(size))
    assert (hold(GROUP, record("", workers)) is None) == kept


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


def test_a_value_beside_any_text(hold: Hold) -> None:
    assert hold(ONE + "each n in 0..1\n  main | {*} {n}\n", record("4100 | a b 0\n4100 | c 1\n")) is None


def test_long_runs_are_judged(hold: Hold) -> None:
    text = GROUP + "each n in 0..19\n  worker | begin {n}\n  worker | end {n}\nmain after n | end\n"
    lines = [f"410{1 + n % 4} | {what} {n}\n" for n in range(20) for what in ("begin", "end")]
    workers = tuple((4101 + n, 4100, 0) for n in range(4))
    assert hold(text, record("".join([*lines, "4100 | end\n"]), workers)) is None
    assert hold(text, record("".join([*lines[:-1], "4100 | end\n"]), workers)) is not None


# -- braces ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("brace", "text", "kept"),
    [
        ("{0..3}", "0", True),
        ("{0..3}", "3", True),
        ("{0..3}", "4", False),
        ("{0..3}", "-1", False),
        ("{0..3}", "1.0", False),
        ("{-2..3}", "-2", True),
        ("{0.00..3.50}", "3.50", True),
        ("{0.00..3.50}", "3.5", False),
        ("{red|green}", "green", True),
        ("{red|green}", "blue", False),
        ("{red|green}", "red|green", False),
        ("{*}", "anything at all", True),
        ("{*}", "", True),
        ("{outside}", "1", True),
        ("{outside}", "4100", False),
        ("{outside}", "somebody", False),
        ("{main|outside}", "4100", True),
        ("{main|outside}", "4101", False),
        ("{main|outside}", "1", True),
        ("{{0..3}}", "{0..3}", True),
        ("{{0..3}}", "2", False),
        (".*", ".*", True),
        (".*", "text", False),
    ],
)
def test_braces(hold: Hold, brace: str, text: str, kept: bool) -> None:
    difference = hold(
        "main: exit 0\n  child: exit 0\nmain | it is " + brace + "!\n", record(f"4100 | it is {text}!\n", THREE[:1])
    )
    assert (difference is None) == kept


@pytest.mark.parametrize(("again", "kept"), [("8000", True), ("8001", False), ("08000", False)])
def test_named_number(hold: Hold, again: str, kept: bool) -> None:
    text = ONE + "main | port {port: 1024..65535}\n---\nmain | still {port}\n"
    assert (hold(text, record(f"4100 | port 8000\n4100 | still {again}\n")) is None) == kept


def test_named_number_out_of_bounds(hold: Hold) -> None:
    assert hold(ONE + "main | port {port: 1024..65535}\n", record("4100 | port 80\n"))


# -- optional lines and any lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("play", "kept"),
    [
        ("4100 | a\n4100 | b\n4100 | c\n", True),
        ("4100 | a\n4100 | c\n", True),
        ("4100 | a\n4100 | b\n4100 | b\n4100 | c\n", False),
        ("4100 | a\n4100 | c\n4100 | b\n", False),
        ("4100 | a\n4100 | b\n", False),
    ],
)
def test_optional_line(hold: Hold, play: str, kept: bool) -> None:
    assert (hold(ONE + "main | a\nmain ? b\nmain | c\n", record(play)) is None) == kept


@pytest.mark.parametrize(
    ("play", "kept"),
    [
        ("4100 | a\n4100 | c\n", True),
        ("4100 | a\n4100 | x\n4100 | y\n4100 | c\n", True),
        ("4100 | a\n4100 | c\n4100 | x\n", False),
        ("4100 | a\n4100 | x\n", False),
        ("4100 | a\n4101 | x\n4100 | c\n", False),
        ("4100 | a\nnobody | x\n4100 | c\n", False),
    ],
)
def test_any_lines(hold: Hold, play: str, kept: bool) -> None:
    text = "main: exit 0\n  child: exit 0\nmain | a\nmain | ...\nmain | c\n"
    assert (hold(text, record(play, THREE[:1])) is None) == kept


# -- conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "python", "start_method", "platform", "holds"),
    [
        ("3.14+", "3.14.0", "fork", "linux", True),
        ("3.14+", "3.15.1", "fork", "linux", True),
        ("3.14+", "3.13.9", "fork", "linux", False),
        ("<3.14", "3.13.9", "fork", "linux", True),
        ("<3.14", "3.14.0", "fork", "linux", False),
        ("3.12..3.13", "3.12.0", "fork", "linux", True),
        ("3.12..3.13", "3.13.0", "fork", "linux", True),
        ("3.12..3.13", "3.11.9", "fork", "linux", False),
        ("3.12..3.13", "3.14.0", "fork", "linux", False),
        ("3.12", "3.12.5", "fork", "linux", True),
        ("3.12", "3.13.0", "fork", "linux", False),
        ("fork", "3.12.5", "fork", "linux", True),
        ("fork", "3.14.5", "forkserver", "linux", False),
        ("forkserver", "3.14.5", "forkserver", "linux", True),
        ("spawn", "3.14.5", "spawn", "darwin", True),
        ("linux", "3.14.5", "spawn", "linux", True),
        ("linux", "3.14.5", "spawn", "darwin", False),
        ("macos", "3.14.5", "spawn", "darwin", True),
        ("windows", "3.14.5", "spawn", "win32", True),
        ("3.14+, linux", "3.14.5", "spawn", "linux", True),
        ("3.14+, linux", "3.14.5", "spawn", "darwin", False),
        ("3.14+, linux", "3.13.5", "spawn", "linux", False),
    ],
)
def test_condition(hold: Hold, condition: str, python: str, start_method: str, platform: str, holds: bool) -> None:
    text = ONE + f"[{condition}] main | so\n"
    with_line = record("4100 | so\n", python=python, start_method=start_method, platform=platform)
    without = record("", python=python, start_method=start_method, platform=platform)
    assert (hold(text, with_line) is None) == holds
    assert (hold(text, without) is None) != holds


@pytest.mark.parametrize(("start_method", "kept"), [("forkserver", True), ("fork", False)])
def test_condition_of_a_role(hold: Hold, start_method: str, kept: bool) -> None:
    text = "main: exit 0\n  [forkserver] helper: exit 0\n"
    assert (hold(text, record("", ((4101, 4100, 0),), start_method=start_method)) is None) == kept
    assert (hold(text, record("", start_method=start_method)) is None) != kept


def test_condition_of_an_each(hold: Hold) -> None:
    text = ONE + "[fork] each n in 0..1\n  main | {n}\n"
    assert hold(text, record("4100 | 0\n4100 | 1\n", start_method="fork")) is None
    assert hold(text, record("", start_method="fork")) is not None
    assert hold(text, record("", start_method="spawn")) is None


def test_each_of_a_group_that_is_not_there(hold: Hold) -> None:
    text = "main: exit 0\n  [forkserver] worker * 2: exit 0\neach worker\n  worker | hi\n"
    assert hold(text, record("", start_method="fork")) is None


# -- the machinery of multiprocessing ----------------------------------------------------------------------------------

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


# -- the report --------------------------------------------------------------------------------------------------------


def report(hold: Hold, text: str, recording: Recording) -> list[str]:
    """The lines of the report of a promise that is broken."""
    difference = hold(text, recording)
    assert difference is not None
    assert "Traceback" not in difference
    assert "410" not in difference
    return difference.splitlines()


def signed(lines: list[str], sign: str) -> list[str]:
    """What was expected, or what was seen."""
    return [line[4:] for line in lines if line.startswith(f"  {sign} ")]


def test_report(hold: Hold, tmp_path: Path) -> None:
    lines = report(hold, FORK, record(edit(FORKED, "I am child", "I am a child"), ((4101, 4100, 0),)))
    assert lines[0] == f"  {tmp_path / 'play.promise'}:7: expected (-), seen (+)"
    assert signed(lines, "-") == ["child | I am child process ({child}) and my parent is {parent}."]
    assert signed(lines, "+") == ["child | I am a child process ({child}) and my parent is {parent}."]
    assert len(lines) <= 8


def test_report_of_a_torn_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(edit(FORKED, "4101 | I am", "4101+4100 | I am"), ((4101, 4100, 0),)))
    assert signed(lines, "+") == ["child+parent | I am child process ({child}) and my parent is {parent}."]


def test_report_of_a_missing_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(FIRST + CREATED, ((4101, 4100, 0),)))
    assert signed(lines, "-") == ["child | I am child process ({child}) and my parent is {parent}."]
    assert signed(lines, "+") == ["(nothing more)"]


def test_report_of_a_missing_line_after_a_rule(hold: Hold) -> None:
    lines = report(hold, ONE + "main | a\n---\nmain | b\n", record("4100 | a\n"))
    assert signed(lines, "-") == ["main | b"]
    assert signed(lines, "+") == ["(nothing more)"]


def test_report_of_an_extra_line(hold: Hold) -> None:
    lines = report(hold, FORK, record(FORKED + "4101 | Bye from 4101.\n", ((4101, 4100, 0),)))
    assert signed(lines, "-") == ["(nothing more)"]
    assert signed(lines, "+") == ["child | Bye from {child}."]


def test_report_of_a_missing_newline(hold: Hold) -> None:
    lines = report(hold, ONE + "main | a\n", record("4100 | a\\\n"))
    assert signed(lines, "-") == ["main | a"]
    assert signed(lines, "+") == ["main | a\\"]


def test_report_of_an_ending(hold: Hold, tmp_path: Path) -> None:
    lines = report(hold, FORK, record(FORKED, ((4101, 4100, -15),)))
    assert lines == [f"  {tmp_path / 'play.promise'}:2: child: exit 0", "    but it ended with SIGTERM"]


def test_report_stays_short(hold: Hold) -> None:
    text = GROUP + "each n in 0..99\n  worker | begin {n}\n"
    lines = report(hold, text, record("".join(f"4101 | begin {n}\n" for n in range(25)) + "4101 | oh\n", THREE[:1]))
    assert len(lines) <= 20
    assert signed(lines, "+") == ["worker | oh"]
