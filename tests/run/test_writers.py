"""A recording says who wrote which line, and says it again after it was saved."""

from __future__ import annotations

import itertools
import json

import pytest

from witness.recording import Process, Recording, Write, cut_folders
from witness.run.writers import merge

A, B, C = 11, 12, 13


def writers(output: bytes, **written: list[tuple[int, bytes]]) -> list[tuple[int | None, bytes]]:
    """Who wrote what, in the order of the output: None for what nobody is known to have written."""
    names = {"a": A, "b": B, "c": C}
    spans = merge(output, {names[name]: writes for name, writes in written.items()})
    told: list[tuple[int | None, bytes]] = []
    place = 0
    for span in spans:
        assert place <= span.start < span.end <= len(output)
        if span.start > place:
            told.append((None, output[place : span.start]))
        told.append((span.pid, output[span.start : span.end]))
        place = span.end
    return told + ([(None, output[place:])] if place < len(output) else [])


# -- who wrote what ----------------------------------------------------------------------------------------------------


def test_one_writer() -> None:
    assert writers(b"1\n2\n", a=[(1, b"1\n"), (2, b"2\n")]) == [(A, b"1\n"), (A, b"2\n")]


def test_nothing() -> None:
    assert writers(b"", a=[(1, b"lost\n")]) == []
    assert writers(b"", a=[(1, b"")]) == []
    assert writers(b"1\n", a=[(1, b""), (2, b"1\n")]) == [(A, b"1\n")]


ORDERS = sorted(set(itertools.permutations([A, A, B, B, C])))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("words", [{A: "ab", B: "cd", C: "e"}, {A: "xx", B: "xy", C: "x"}, {A: "xy", B: "xy", C: "y"}])
def test_every_interleaving_is_explained(order: tuple[int, ...], words: dict[int, str]) -> None:
    left = {pid: list(text) for pid, text in words.items()}
    said = [(pid, left[pid].pop(0).encode()) for pid in order]
    output = b"".join(data for _, data in said)
    # The moments say nothing: every process wrote at the same one.
    spans = merge(output, {pid: [(0, letter.encode()) for letter in text] for pid, text in words.items()})
    assert [span.start for span in spans] == list(range(len(output)))
    for pid, text in words.items():
        assert b"".join(output[span.start : span.end] for span in spans if span.pid == pid) == text.encode()


def test_moments_decide_between_lines_alike() -> None:
    assert writers(b"x\nx\n", a=[(2, b"x\n")], b=[(1, b"x\n")]) == [(B, b"x\n"), (A, b"x\n")]
    assert writers(b"x\nx\n", a=[(1, b"x\n")], b=[(2, b"x\n")]) == [(A, b"x\n"), (B, b"x\n")]


def test_a_doubtful_choice_is_taken_back() -> None:
    told = writers(b"x\n2\nx\n1\n", a=[(1, b"x\n"), (3, b"1\n")], b=[(2, b"x\n"), (4, b"2\n")])
    assert told == [(B, b"x\n"), (B, b"2\n"), (A, b"x\n"), (A, b"1\n")]


def test_several_doubtful_choices_are_taken_back() -> None:
    a = [(1, b"x\n"), (2, b"x\n"), (3, b"1\n")]
    b = [(4, b"x\n"), (5, b"x\n"), (6, b"2\n")]
    told = writers(b"x\nx\n2\nx\nx\n1\n", a=a, b=b)
    assert told == [(B, b"x\n"), (B, b"x\n"), (B, b"2\n"), (A, b"x\n"), (A, b"x\n"), (A, b"1\n")]


def test_torn_line() -> None:
    told = writers(b"onetwo\n\n", a=[(1, b"one"), (3, b"\n")], b=[(2, b"two"), (4, b"\n")])
    assert told == [(A, b"one"), (B, b"two"), (A, b"\n"), (B, b"\n")]


@pytest.mark.parametrize("output", [b"?\n1\n2\n", b"1\n?\n2\n", b"1\n2\n?\n", b"1\n?\n?\n2\n", b"1\n2\n?"])
def test_unobserved_writer(output: bytes) -> None:
    told = writers(output, a=[(1, b"1\n"), (2, b"2\n")])
    assert [pid for pid, _ in told if pid is not None] == [A, A]
    assert b"".join(data for pid, data in told if pid is None).strip(b"?\n") == b""


def test_many_lines_alike_do_not_hold_up() -> None:
    told = writers(
        b"x\n" * 400 + b"end\n",
        a=[(n, b"x\n") for n in range(200)] + [(999, b"end\n")],
        b=[(n, b"x\n") for n in range(200)],
    )
    assert [data for _, data in told] == [b"x\n"] * 400 + [b"end\n"]
    assert told[-1][0] == A


# -- lines and speakers ------------------------------------------------------------------------------------------------


def recorded(output: str, *writes: tuple[int, int, int]) -> Recording:
    """A run with this output, written by these (PID, start, end)."""
    return Recording(
        program="play.py",
        python="3.14.2",
        platform="linux",
        start_method="forkserver",
        stdout="terminal",
        output=output,
        exit_code=-15,
        duration=0.25,
        problems=("it — “left” 进程 running",),
        processes=(Process(A, 1, 1, "main", "play.py", 0.0, 0.2, -15), Process(B, A, A, "fork", "", 0.1, 0.2, None)),
        writes=tuple(Write(pid, 0.1, start, end) for pid, start, end in writes),
    )


def test_speakers() -> None:
    run = recorded("one\ntwo\nthree", (A, 0, 4), (B, 4, 8), (A, 8, 13))
    assert [(line.text, line.speakers, line.ended) for line in run.lines] == [
        ("one", (A,), True),
        ("two", (B,), True),
        ("three", (A,), False),
    ]


def test_one_write_of_several_lines() -> None:
    assert [line.speakers for line in recorded("one\ntwo\n", (A, 0, 8)).lines] == [(A,), (A,)]


def test_several_writes_of_one_line() -> None:
    assert [line.speakers for line in recorded("one\n", (A, 0, 1), (A, 1, 3), (A, 3, 4)).lines] == [(A,)]


def test_torn_line_has_two_speakers() -> None:
    assert [line.speakers for line in recorded("one\n", (B, 0, 1), (A, 1, 3), (B, 3, 4)).lines] == [(B, A)]


def test_unknown_speaker() -> None:
    assert [line.speakers for line in recorded("one\ntwo\n", (A, 4, 8)).lines] == [(), (A,)]


def test_a_line_is_what_a_newline_ends() -> None:
    assert [line.text for line in recorded("a\n\n\x0cb\u2028c\r\n").lines] == ["a", "", "\x0cb\u2028c\r"]
    assert recorded("").lines == ()


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_round_trip() -> None:
    run = recorded("甲 \x00 \\xff \u2028 😀\n", (A, 0, 3), (B, 3, 12))
    again = Recording.from_json(run.to_json())
    assert again == run
    assert again.lines == run.lines
    assert again.by_pid[B].exit_code is None


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "[]", "null", "3", '"text"', '{"problems": [], "processes": [1], "writes": []}']
)
def test_what_is_no_recording(text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Recording.from_json(text)


def test_a_field_too_many() -> None:
    facts = json.loads(recorded("").to_json()) | {"more": 1}
    with pytest.raises(TypeError):
        Recording.from_json(json.dumps(facts))


# -- folders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ('  File "/home/me/my work/play.py", line 3, in <module>', '  File "…/play.py", line 3, in <module>'),
        ('  File "/家/it\'s/play.py", line 3', '  File "…/play.py", line 3'),
        ('  File "/usr/lib/python3.11/os.py", line 3', '  File "…/os.py", line 3'),
        ('  File "/usr/lib/python3.14/multiprocessing/pool.py", line 3', '  File "…/multiprocessing/pool.py", line 3'),
        ('  File "/opt/lib/python3.14t/multiprocessing/pool.py", line 3', '  File "…/multiprocessing/pool.py", line 3'),
        ("/home/me/my work/play.py:3: DeprecationWarning: no", "…/play.py:3: DeprecationWarning: no"),
        (
            "/usr/lib/python3.12/multiprocessing/popen_fork.py:66: Warning: no",
            "…/multiprocessing/popen_fork.py:66: Warning: no",
        ),
    ],
)
def test_folders_are_cut(line: str, cut: str) -> None:
    assert cut_folders(line) == cut


@pytest.mark.parametrize(
    "line",
    [
        '  File "<frozen runpy>", line 3, in run',
        '  File "<string>", line 1',
        "/usr/bin/env is a program",
        '/tmp/folder/name is "quoted"',
        'open("/etc/hosts")',
        "FileNotFoundError: [Errno 2] No such file or directory: '/no/where'",
        "a/b/play.py:3: DeprecationWarning: no",
    ],
)
def test_other_lines_stay(line: str) -> None:
    assert cut_folders(line) == line


def test_lines_have_their_folders_cut() -> None:
    assert recorded('  File "/home/me/play.py", line 3\n').lines[0].text == '  File "…/play.py", line 3'
