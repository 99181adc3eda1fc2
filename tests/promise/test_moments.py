"""Lines before and after moments in the lives of processes."""

from __future__ import annotations

import pytest

from tests.promise.conftest import Hold
from tests.promise.plays import PAIR, THREE, TWO, record


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
