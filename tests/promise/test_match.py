"""A promise says yes to the runs it describes, and no to every other: who says what in which order."""

from __future__ import annotations

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import CHILD, CREATED, FIRST, FORK, FORKED, GROUP, ONE, THREE, TWO, edit, record


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


@pytest.mark.parametrize("late", ["4101 | x\n", "4101 | x\n4101 | x\n"])
@pytest.mark.parametrize("line", ["a * 1.. | x", "a ? x", "a | ..."])
def test_nothing_above_an_after_comes_below_it(hold: Hold, line: str, late: str) -> None:
    text = TWO + line + "\nmain after a | end\n"
    assert hold(text, record("4101 | x\n4100 | end\n", THREE[:2])) is None
    assert hold(text, record("4101 | x\n4100 | end\n" + late, THREE[:2])) is not None


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


@pytest.mark.parametrize(("unwatched", "kept"), [((4101,), True), ((4102,), False)])
def test_whoever_may_have_spoken_has_to_end_as_promised(hold: Hold, unwatched: tuple[int, ...], kept: bool) -> None:
    text = ONE + "  a: exit 1\n  b: exit 0\nb | hi\n"
    run = record("nobody | hi\n", ((4101, 4100, 0), (4102, 4100, 1)), unwatched=unwatched)
    assert (hold(text, run) is None) == kept


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("  a: exit 0\n  b: exit 0\nunknown | hi\nunknown | ho\n", ""),
        ("  a: exit 0\n  b: exit 0\na | hi\na | ho\n", "nobody knows whether it or b wrote its line"),
        ("  a: exit 0\n  b: exit 0\na | hi\nb | ho\n", "nobody knows whether it or b wrote its line"),
        ("  a: exit 0\n  b * 1: exit 0\na | hi\nb | ho\n", "nobody knows whether it or b wrote its line"),
        ("  a * 2: exit 0\na | hi\na | ho\n", ""),
    ],
)
def test_where_several_may_have_spoken_nobody_is_named(hold: Hold, text: str, wrong: str) -> None:
    run = record("nobody | hi\nnobody | ho\n", ((4101, 4100, 0), (4102, 4100, 0)), unwatched=(4101, 4102))
    difference = hold(ONE + text, run)
    assert wrong in (difference or "") if wrong else difference is None
