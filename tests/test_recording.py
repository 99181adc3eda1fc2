"""A recording says who wrote which line, and says it again after it was saved."""

from __future__ import annotations

import json

import pytest

from witness.recording import Process, Recording, Write, cut_folders

A, B = 11, 12


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


@pytest.mark.parametrize(
    ("writes", "speakers"),
    [
        ([(A, 1, 4)], (0, A)),
        ([(A, 0, 3)], (A, 0)),
        ([(A, 1, 2), (B, 3, 4)], (0, A, B)),
        ([(A, 0, 1), (B, 2, 8)], (A, 0, B)),
    ],
)
def test_line_in_part_of_an_unknown_speaker(writes: list[tuple[int, int, int]], speakers: tuple[int, ...]) -> None:
    assert recorded("one\ntwo\n", *writes).lines[0].speakers == speakers


def test_a_line_is_what_a_newline_ends() -> None:
    assert [line.text for line in recorded("a\n\n\x0cb\u2028c\r\n").lines] == ["a", "", "\x0cb\u2028c\r"]
    assert recorded("").lines == ()


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
