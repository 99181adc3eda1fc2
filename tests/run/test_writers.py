"""Who wrote which part of the output is found by what was written, and when."""

from __future__ import annotations

import random

import pytest

from witness.run import writers
from witness.run.writers import attribute
from witness.run.written import NEVER, Written

A, B = 11, 12
Told = list[tuple[int | None, bytes]]
"""Who wrote what, in the order of the output: None for what nobody is known to have written."""


def told(
    output: bytes,
    *written: Written,
    arrivals: list[tuple[int, int]] | None = None,
    others: tuple[int, int] | None = None,
) -> Told:
    """Who is said to have written what; `others` is when somebody unobserved was alive."""
    found: Told = []
    place = 0
    for span in attribute(output, written, arrivals or [], [others] if others else []):
        assert place <= span.start < span.end <= len(output)
        if span.start > place:
            found.append((None, output[place : span.start]))
        found.append((span.pid, output[span.start : span.end]))
        place = span.end
    return found + ([(None, output[place:])] if place < len(output) else [])


def said(pid: int, before: int, after: int, data: bytes) -> Written:
    """A write that was made, all of it, between two moments."""
    return Written(pid, before, after, data)


def test_nothing() -> None:
    assert told(b"") == []
    assert told(b"", said(A, 1, 2, b"lost\n")) == []
    assert told(b"?") == [(None, b"?")]
    assert told(b"1\n", said(A, 0, 1, b""), said(A, 1, 2, b"1\n")) == [(A, b"1\n")]


def test_moments_decide_between_lines_alike() -> None:
    assert told(b"x\nx\n", said(A, 3, 4, b"x\n"), said(B, 1, 2, b"x\n")) == [(B, b"x\n"), (A, b"x\n")]
    assert told(b"x\nx\n", said(A, 1, 2, b"x\n"), said(B, 3, 4, b"x\n")) == [(A, b"x\n"), (B, b"x\n")]


def test_what_follows_decides_where_moments_do_not() -> None:
    writes = said(A, 1, 9, b"x\n"), said(A, 10, 11, b"1\n"), said(B, 0, 7, b"x\n"), said(B, 8, 9, b"2\n")
    assert told(b"x\nx\n2\n1\n", *writes)[2:] == [(B, b"2\n"), (A, b"1\n")]
    late = said(A, 1, 99, b"x"), said(B, 0, 99, b"xy")
    assert told(b"xxy", *late) == [(A, b"x"), (B, b"xy")]
    assert told(b"xyx", *late) == [(B, b"xy"), (A, b"x")]


def test_torn_line() -> None:
    writes = said(A, 1, 2, b"one"), said(B, 1, 3, b"two"), said(A, 3, 5, b"\n"), said(B, 4, 6, b"\n")
    assert [pid for pid, _ in told(b"onetwo\n\n", *writes)] == [A, B, A, B]


def test_inside_another_write() -> None:
    """The handler of a signal writes after the write that it interrupts was noted, and before it is made."""
    writes = said(A, 1, 9, b"line\n"), said(A, 3, 4, b"signal\n"), said(A, 10, 11, b"end\n")
    assert told(b"signal\nline\nend\n", *writes) == [(A, b"signal\n"), (A, b"line\n"), (A, b"end\n")]
    assert told(b"line\nsignal\nend\n", *writes) == [(A, b"line\n"), (A, b"signal\n"), (A, b"end\n")]


@pytest.mark.parametrize(
    "output", [b"?\n1\n2\n", b"1\n?\n2\n", b"1\n2\n?\n", b"1\n?\n?\n2\n", b"1\n2\n?", b"? 1\n?2\n"]
)
def test_unobserved_writer(output: bytes) -> None:
    found = told(output, said(A, 1, 2, b"1\n"), said(A, 3, 4, b"2\n"))
    assert [one for one in found if one[0]] == [(A, b"1\n"), (A, b"2\n")]


def test_unobserved_writer_of_the_same_text() -> None:
    before, after, missed = [(None, b"x\n"), (A, b"x\n")], [(A, b"x\n"), (None, b"x\n")], b"x\nx\n"
    write = said(A, 10, 11, b"x\n")
    # When somebody unobserved was alive.
    assert told(missed, write, others=(1, 5)) == before
    assert told(missed, write, others=(12, 20)) == after
    # What had arrived before the write began was not written by it.
    assert told(missed, write, arrivals=[(2, 9), (4, 12)], others=(1, 20)) == before
    assert told(b"x\n" * 12, write, others=(1, 5)) == [(None, b"x\n" * 11), (A, b"x\n")]
    assert told(b"abcb", said(A, 10, 11, b"b"), others=(1, 5)) == [(None, b"abc"), (A, b"b")]


@pytest.mark.parametrize("sure", [True, False])
def test_write_that_never_arrived(sure: bool) -> None:
    lost = Written(B, 1, 2 if sure else NEVER, b"lost\n", sure)
    writes = [said(A, 3 * n, 3 * n + 1, b"%d\n" % n) for n in range(1, 9)]
    output = b"".join(one.data for one in writes)
    assert told(output, lost, *writes) == [(A, one.data) for one in writes]
    # Its text comes again later, from another.
    again = said(A, 50, 51, b"lost\n")
    assert told(output + b"lost\n", lost, *writes, again)[-1] == (A, b"lost\n")


def test_killed_in_the_middle_of_a_write() -> None:
    data = b"".join(b"%d\n" % n for n in range(2000))
    killed = Written(B, 1, NEVER, data, sure=False)
    assert told(data[:3000] + b"end\n", killed, said(A, 5, 6, b"end\n")) == [(B, data[:3000]), (A, b"end\n")]
    assert told(b"0\n1", killed) == [(B, b"0\n1")]


def test_long_writes_to_a_pipe_are_torn() -> None:
    one = b"".join(b"one %d\n" % n for n in range(2000))
    two = b"".join(b"two %d\n" % n for n in range(2000))
    output = one[:4096] + two[:4096] + one[4096:8192] + two[4096:] + one[8192:]
    found = told(output, said(A, 1, 9, one), said(B, 1, 9, two))
    assert found == [(A, one[:4096]), (B, two[:4096]), (A, one[4096:8192]), (B, two[4096:]), (A, one[8192:])]


def test_what_could_be_anywhere_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "STEPS", 5_000)  # or it takes ten seconds
    written = [Written(pid, 0, NEVER, b"x" * 131_072, sure=False) for pid in range(1, 13)]
    spans = attribute(b"start\n" + b"x" * 700_000, written, [(6, 1)])
    assert all(span.end - span.start <= 131_072 for span in spans)


def play(seed: int, texts: list[bytes], writers: int, unobserved: float) -> tuple[Told, list[Written]]:
    """A run in which each write was made at some moment: what is true of it, and what the observers noted.

    Each text is another one where none are given.
    """
    chance = random.Random(seed)
    true: Told = []
    moments: dict[int | None, list[tuple[int, bytes]]] = {}
    for moment in range(0, 3000, 10):
        pid = None if chance.random() < unobserved else chance.randint(1, writers)
        data = b"?%d?" % moment if pid is None else chance.choice(texts) if texts else b"%d." % moment
        true.append((pid, data))
        moments.setdefault(pid, []).append((moment, data))
    written: list[Written] = []
    for pid, writes in moments.items():
        over = 0
        for (moment, data), (following, _) in zip(writes, [*writes[1:], (9999, b"")], strict=True):
            before = max(over, moment - chance.randint(1, 40))
            over = min(moment + chance.randint(1, 40), following - 1)
            if pid is not None:
                written.append(Written(pid, before, over, data))
    return true, written


@pytest.mark.parametrize("unobserved", [0, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_writers_of_different_texts_are_all_found(seed: int, unobserved: float) -> None:
    true, written = play(seed, [], 4, unobserved)
    found = told(b"".join(data for _, data in true), *written, others=(0, 3000) if unobserved else None)
    merged: Told = []
    for pid, data in true:  # nobody knows where one write of somebody unobserved ends and the next begins
        if pid is None and merged and merged[-1][0] is None:
            merged[-1] = (None, merged[-1][1] + data)
        else:
            merged.append((pid, data))
    assert found == merged


@pytest.mark.parametrize("texts", [[b"x"], [b"x\n", b"y\n"], [b"x", b"xy", b"y"]])
@pytest.mark.parametrize("seed", range(4))
def test_every_write_finds_a_place(seed: int, texts: list[bytes]) -> None:
    true, written = play(seed, texts, 4, 0)
    found = told(b"".join(data for _, data in true), *written)
    assert sorted((one.pid, one.data) for one in written) == sorted(found)
