"""What the instances of an `each` do to one another, and members told by a value."""

from __future__ import annotations

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import PAIR, THREE, record

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
