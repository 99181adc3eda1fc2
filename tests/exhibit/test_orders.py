"""The evidence on the page: the shares of runs that were watched, and of those that were not where they differ."""

from __future__ import annotations

import pytest

from tests.exhibit.runs import recording, roster
from witness.check.counts import Evidence, Order, Tally
from witness.exhibit.orders import Orders, differs


def orders(language: str, alone: Tally | None, of: int) -> Orders:
    """A thousand watched runs, two orders as often; of those not watched, how many had the first."""
    every = Tally(of, 0)
    second = None if alone is None else Tally(of - alone.quiet, 0)
    about = Evidence(
        "",
        "",
        "2026-01-01",
        ("3.14.0",),
        {"": Tally(1000, 0)},
        (
            Order(("main: go", "worker: {worker} #"), {"": Tally(500, 0)}, None if alone is None else {"": alone}),
            Order(("worker: {worker} #", "main: go"), {"": Tally(500, 0)}, None if second is None else {"": second}),
        ),
        0,
        {"": every} if of else {},
        {"": Tally(3, 0)} if of else {},
    )
    return Orders({"linux": about}, roster(recording(1, 8)), language)


def beside(shown: Orders) -> list[list[str]]:
    return [[share.unwatched for share in row.shares] for row in shown.rows]


def test_both_shares_are_shown_where_watching_matters() -> None:
    shown = orders("en", Tally(900, 0), 1000)
    assert [[share.text for share in row.shares] for row in shown.rows] == [["50%", "–"], ["50%", "–"]]
    assert beside(shown) == [["unwatched: 90%", ""], ["unwatched: 10%", ""]]
    assert "both shares are given" in shown.watching
    assert "1,000 more were not" in shown.watching
    assert "In 3 of those" in shown.watching
    assert beside(orders("zh", Tally(900, 0), 1000))[0][0] == "不观察：90%"


@pytest.mark.parametrize(("alone", "of"), [(Tally(510, 0), 1000), (Tally(6, 0), 8), (None, 1000)])
def test_one_share_is_enough_where_it_does_not(alone: Tally | None, of: int) -> None:
    shown = orders("en", alone, of)
    assert beside(shown) == [["", ""], ["", ""]]
    assert ("do not clearly differ" in shown.watching) == (alone is not None), "nothing is said of what cannot be told"


def test_shares_of_watched_runs_alone_are_called_so() -> None:
    assert "Watching takes a little time, which may shift them" in orders("en", None, 0).watching


@pytest.mark.parametrize(
    ("part", "whole", "other", "others", "clear"),
    [
        (0, 0, 1, 1, False),
        (1, 1, 0, 0, False),
        (10, 60, 1, 60, False),
        (0, 1000, 1, 1000, False),
        (0, 1000, 30, 1000, True),
    ],
)
def test_chance_alone_is_no_difference(part: int, whole: int, other: int, others: int, clear: bool) -> None:
    assert differs(part, whole, other, others) == clear
