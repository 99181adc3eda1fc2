"""A promised line is held to a line of the output: what it says, how often, and what it calls by a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import GROUP, ONE, THREE, edit, record
from witness.promise import search
from witness.recording import Write


def test_a_value_beside_any_text(hold: Hold) -> None:
    assert hold(ONE + "each n in 0..1\n  main | {*} {n}\n", record("4100 | a b 0\n4100 | c 1\n")) is None


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


@pytest.mark.parametrize(("text", "kept"), [("[][]", True), ("[a][a]", True), ("[a][]", False), ("[][a]", False)])
def test_a_named_text_may_be_empty(hold: Hold, text: str, kept: bool) -> None:
    assert (hold(ONE + "main | [{a: *}][{a}]\n", record(f"4100 | {text}\n")) is None) == kept


def test_a_name_has_its_text_once_it_was_printed(hold: Hold) -> None:
    promise = "main: exit 0\n  a: exit 0\n  b: exit 3\n\na | {x: 0..9}\nb | {x}\n"
    children = ((4101, 4100, 0), (4102, 4100, 3))
    assert hold(promise, record("4101 | 3\n4102 | 3\n", children)) is None
    assert hold(promise, record("4102 | 3\n4101 | 3\n", children)) is not None


def test_named_number_out_of_bounds(hold: Hold) -> None:
    assert hold(ONE + "main | port {port: 1024..65535}\n", record("4100 | port 80\n"))


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


@pytest.mark.parametrize(
    ("lines", "play", "kept"),
    [
        pytest.param("at {p: *};gone {p}", "at /x;gone /x", True, id="text"),
        pytest.param("at {p: *};gone {p}", "at /x;gone /y", False, id="another text"),
        pytest.param("{c: red|green};{c}", "green;green", True, id="choice"),
        pytest.param("{c: red|green};{c}", "green;red", False, id="another choice"),
        pytest.param("{c: red|green};{c}", "blue;blue", False, id="no choice"),
        pytest.param("{n: 1..9} and {n}", "3 and 3", True, id="twice in a line"),
        pytest.param("{n: 1..9} and {n}", "3 and 4", False, id="another in a line"),
        pytest.param("{c: *} and {c}!", "a and b and a and b!", True, id="the split that is right"),
        pytest.param("{a: *}{b: *};{b}{a}", "xxyy;yyxx", True, id="the split that a later line tells"),
        pytest.param("{a: *}{b: *};{b}{a}", "xxyy;yxyx", False, id="no split"),
        pytest.param("{*}{main}", "is 4100", True, id="a PID behind anything"),
        pytest.param("{*}{n: 0..9}{*}", "1234", True, id="a number inside anything"),
    ],
)
def test_names(hold: Hold, lines: str, play: str, kept: bool) -> None:
    assert (hold(ONE + said("main", lines), record(said("4100", play))) is None) == kept


def said(who: str, lines: str) -> str:
    """Lines of one speaker."""
    return "".join(f"{who} | {line}\n" for line in lines.split(";"))


def test_a_name_belongs_to_its_instance(hold: Hold) -> None:
    text = GROUP + "each worker\n  worker | {p: *} is mine\n  worker | {p} is gone\n"
    play = "4101 | a is mine\n4102 | b is mine\n4102 | b is gone\n4101 | a is gone\n"
    assert hold(text, record(play, THREE[:2])) is None
    assert hold(text, record(edit(play, "4102 | b is gone", "4102 | a is gone"), THREE[:2])) is not None


@pytest.mark.parametrize(
    ("brace", "values", "told"),
    [
        ("{0..3, different}", "0;1", None),
        ("{0..3, different}", "1;1", "(1 was there before)"),
        ("{0..3, different}", "1;01", "(01 was there before)"),
        ("{*, different}", "x;y", None),
        ("{*, different}", "x;x", "(x was there before)"),
        ("{a|b, different}", "a;a", "(a was there before)"),
    ],
)
def test_different(hold: Hold, brace: str, values: str, told: str | None) -> None:
    one, other = values.split(";")
    repeated = hold(ONE + f"main * 2 | {brace}\n", record(f"4100 | {one}\n4100 | {other}\n"))
    each = hold(GROUP + f"each worker\n  worker | {brace}\n", record(f"4101 | {one}\n4102 | {other}\n", THREE[:2]))
    for difference in (repeated, each):
        assert difference is None if told is None else told in (difference or "")


@pytest.mark.parametrize(
    ("sign", "values", "kept"),
    [
        (">", "3 4", True),
        (">", "3 3", False),
        (">=", "3 3", True),
        (">=", "3 2", False),
        ("<", "3 2", True),
        ("<", "10 9", True),
        ("<", "3 3", False),
        ("<=", "3 3", True),
        ("<=", "3 4", False),
    ],
)
def test_compared(hold: Hold, sign: str, values: str, kept: bool) -> None:
    a, b = values.split()
    one = hold(ONE + f"main | {{a: 0..99}} {{b: 0..99, {sign} a}}\n", record(f"4100 | {values}\n"))
    two = hold(ONE + f"main | {{a: 0..99}}\nmain | {{0..99, {sign} a}}\n", record(f"4100 | {a}\n4100 | {b}\n"))
    row = hold(ONE + f"each a in {a}\n  main | {{a}} {{0..99, {sign} a}}\n", record(f"4100 | {values}\n"))
    assert [difference is None for difference in (one, two, row)] == [kept] * 3
    if not kept:
        assert f"({b} is not {sign} a)" in (one or "")


@pytest.mark.parametrize(
    ("times", "counts"),
    [("2", {2}), ("1..2", {1, 2}), ("0..1", {0, 1}), ("2..", {2, 3, 4, 5}), ("0..", {0, 1, 2, 3, 4, 5})],
)
def test_repeated(hold: Hold, times: str, counts: set[int]) -> None:
    kept = {
        n
        for n in range(6)
        if hold(ONE + f"main * {times} | a\nmain | b\n", record("4100 | a\n" * n + "4100 | b\n")) is None
    }
    assert kept == counts


@pytest.mark.parametrize(("count", "kept"), [(1, False), (2, True), (3, True), (4, False)])
def test_repeated_and_once_more(hold: Hold, count: int, kept: bool) -> None:
    assert (hold(ONE + "main * 1..2 | a\nmain | a\n", record("4100 | a\n" * count)) is None) == kept


def test_a_repetition_has_its_own_values(hold: Hold) -> None:
    text = ONE + "main * 1.. | port {p: 1..9}\nmain | last {p}\n"
    assert hold(text, record("4100 | port 1\n4100 | port 2\n4100 | last 2\n")) is None
    assert hold(text, record("4100 | port 1\n4100 | port 2\n4100 | last 1\n")) is not None


@pytest.mark.parametrize(
    ("promised", "output", "kept"),
    [
        ('{"..."}', "...\n", True),
        ('{"..."}', "anything\n", False),
        ('C:{"\\\\"}', "C:\\\n", True),
        ('C:{"\\\\"}', "C:\n", False),
        ("C:\\\\", "C:\\\n", True),
        ("C:\\", "C:", True),
        ("C:\\", "C:\n", False),
        ("C:\\\\", "C:\\", False),
        ('C:{"\\\\"}\\', "C:\\", True),
        ('50%{"\\r"}', "50%\r\n", True),
        ('a{"\\x0c"}b', "a\x0cb\n", True),
        ('a{" "}', "a \n", True),
        ('a{" "}', "a\n", False),
        ("a", "a  \n", True),
        ('{"{main}"}', "{main}\n", True),
    ],
)
def test_literals(hold: Hold, promised: str, output: str, kept: bool) -> None:
    run = replace(record(""), output=output, writes=(Write(4100, 1.0, 0, len(output)),))
    assert (hold(ONE + f"main | {promised}\n", run) is None) == kept


def test_splits_are_counted(hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PATIENCE", 10_000)
    text = ONE + "main | {a: *}{b: *}{c: *}{d: *}\nmain | {d}{c}{b}{a}!\n"
    difference = hold(text, record(f"4100 | {'a' * 60}\n4100 | {'ab' * 30}\n")) or ""
    assert "(given up: " in difference
    assert difference.endswith("play.promise:2: main | {a: *}{b: *}{c: *}{d: *}")
