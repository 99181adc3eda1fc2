"""Evidence as it is kept: added up, cut, dropped, and asked for when it is old."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from witness.check import counts, evidence
from witness.check.counts import Evidence, Order, Tally
from witness.errors import Mistake
from witness.snippet import Snippet

PROMISE = "main: exit 0\n\nmain | hello\n"
EMPTY = Evidence("a program", "a promise", "2026-01-01", ("3.11.7",), {"": Tally(1, 2)}, ())


def about(*orders: tuple[str, int], pythons: tuple[str, ...] = ("3.11.7",), **other: Any) -> Evidence:
    """Evidence with these orders, each seen so often."""
    runs = {"fork": Tally(0, sum(count for _, count in orders))}
    told = tuple(Order((said,), {"fork": Tally(0, count)}, {"fork": Tally(0, 1)}) for said, count in orders)
    return dataclasses.replace(EMPTY, pythons=pythons, runs=runs, orders=told, **other)


def test_only_the_most_frequent_orders_are_kept(tmp_path: Path) -> None:
    orders = [(f"order {n}", n + 1) for n in range(counts.SHOWN + 5)]
    evidence.save("linux", {"pool": about(*orders)}, tmp_path)
    found = evidence.load("linux", tmp_path)["pool"]
    assert (len(found.orders), found.others) == (counts.SHOWN, 5)
    assert found.orders[0].said == (orders[-1][0],)


def test_a_machine_with_fewer_pythons_takes_nothing_away(tmp_path: Path) -> None:
    first = about(("one", 4), ("two", 1), pythons=("3.9.1", "3.11.7", "3.14.0"), others=3)
    evidence.save("linux", {"pool": first, "fork": about(("only", 1))}, tmp_path)
    evidence.save("linux", {"pool": about(("two", 5), ("three", 2))}, tmp_path)
    found = evidence.load("linux", tmp_path)
    assert found.keys() == {"pool", "fork"}
    assert found["pool"].pythons == ("3.9.1", "3.11.7", "3.14.0")
    assert found["pool"].runs == {"fork": Tally(0, 12)}
    counts = {order.said[0]: order.watched["fork"].busy for order in found["pool"].orders}
    assert counts == {"two": 6, "one": 4, "three": 2}
    assert list(counts) == ["two", "one", "three"]
    assert found["pool"].others == 2  # five orders were seen at least


def test_what_changed_begins_anew(tmp_path: Path) -> None:
    old = dataclasses.replace(about(("one", 4), pythons=("3.11.7", "3.14.0")), program="another")
    evidence.save("linux", {"pool": old}, tmp_path)
    evidence.save("linux", {"pool": about(("two", 1))}, tmp_path)
    assert evidence.load("linux", tmp_path)["pool"] == about(("two", 1))


@pytest.mark.parametrize(
    ("program", "promise", "why"),
    [
        ("pass\n", "", "the program has changed since there was evidence about it (2026-01-01)"),
        ("", "---\n", "what the promise says has changed since there was evidence about it (2026-01-01)"),
        ("pass\n", "---\n", "the program and what the promise says has changed"),
        ("", "\n# a word\n  # another\n", ""),
    ],
)
def test_what_has_changed_is_said(tmp_path: Path, program: str, promise: str, why: str) -> None:
    path = tmp_path / "hello.py"
    path.write_text("print('hello')\n", encoding="utf-8")
    path.with_suffix(".promise").write_text(PROMISE, encoding="utf-8")
    assert evidence.lack(Snippet(path), tmp_path) == "there is no evidence about it"
    digests = counts.digests(Snippet(path))
    before = dataclasses.replace(EMPTY, program=digests[0], promise=digests[1])
    evidence.save("darwin", {"hello": before}, tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + program, encoding="utf-8")
    path.with_suffix(".promise").write_text(PROMISE + promise, encoding="utf-8")
    lack = evidence.lack(Snippet(path), tmp_path)
    assert lack.startswith(why)
    assert bool(lack) == bool(why)


def test_who_reads_meanwhile_reads_all_of_it(tmp_path: Path) -> None:
    evidence.save("linux", {"hello": EMPTY}, tmp_path)
    names = [f"snippet_{number}" for number in range(50)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for saved in [pool.submit(evidence.save, "linux", dict.fromkeys(names, EMPTY), tmp_path) for _ in range(50)]:
            while not saved.done():
                assert evidence.load("linux", tmp_path)
            saved.result()
    assert [path.name for path in tmp_path.iterdir()] == [evidence.path("linux").name]


def test_what_is_told_of_it_is_written_and_read(tmp_path: Path) -> None:
    one = about(("one", 4), ("two", 2), unwatched={"fork": Tally(1, 2)}, strange={"fork": Tally(0, 1)})
    one = dataclasses.replace(
        one, orders=(*one.orders, Order(("three", "words: {child} #"), {"fork": Tally(1, 0)}, None))
    )
    evidence.save("linux", {"one": one}, tmp_path)
    assert evidence.load("linux", tmp_path) == {"one": one}


def test_what_one_order_is_not_told_from_is_not_told_from_it_in_both(tmp_path: Path) -> None:
    sure, unsure = (
        about(("one", 1)),
        dataclasses.replace(about(), orders=(Order(("one",), {"fork": Tally(0, 2)}, None),)),
    )
    for pair in (sure, unsure), (unsure, sure):
        for one in pair:
            evidence.save("linux", {pair[0].date: one}, tmp_path)
        (found,) = evidence.load("linux", tmp_path)["2026-01-01"].orders
        assert (found.watched, found.unwatched) == ({"fork": Tally(0, 3)}, None)
        evidence.drop("linux", (), tmp_path)


def test_what_is_gone_is_dropped(tmp_path: Path) -> None:
    evidence.save("linux", {"here": EMPTY, "renamed": EMPTY}, tmp_path)
    assert evidence.drop("linux", {"here", "new"}, tmp_path) == ["renamed"]
    assert evidence.load("linux", tmp_path) == {"here": EMPTY}
    assert evidence.drop("linux", {"here", "new"}, tmp_path) == []


@pytest.mark.parametrize("damage", ["", "[]", '{"hello": 3}', '{"hello": {"digest": 1}}', "<<<<<<< HEAD"])
def test_a_damaged_file_is_said(tmp_path: Path, damage: str) -> None:
    file = evidence.path("darwin", tmp_path)
    file.write_text(damage, encoding="utf-8")
    with pytest.raises(Mistake, match=r"macos\.json: this is no evidence .*; take it from git, or gather it anew"):
        evidence.load("darwin", tmp_path)


def test_a_file_is_a_line_for_each_snippet(tmp_path: Path) -> None:
    evidence.save("linux", {"two": EMPTY, "one": EMPTY}, tmp_path)
    lines = (tmp_path / "linux.json").read_text(encoding="utf-8").splitlines()
    assert [line[:6] for line in lines] == ["{", '"one":', '"two":', "}"]
    assert json.loads("\n".join(lines)).keys() == {"one", "two"}
