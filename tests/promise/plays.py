"""Runs made up for a promise: who said what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from witness.promise import reader
from witness.promise.match import judge
from witness.recording import Process, Recording, Write

MAIN = 4100
"""The PID of the program's own process."""
ONE = "main: exit 0\n"
TWO = "main: exit 0\n  a: exit 0\n  b: exit 0\n"
PAIR = "main: exit 0\n  worker * 2: exit 0\n"
GROUP = "main: exit 0\n  worker * 1..4: exit 0\n"
THREE = ((4101, 4100, 0), (4102, 4100, 0), (4103, 4100, 0))

FORK = """\
parent: exit 0
  child: exit 0

parent | Process ({parent}) start ...
---
parent | I ({parent}) just created a child process ({child}).
child  | I am child process ({child}) and my parent is {parent}.
"""
FORKED = """\
4100 | Process (4100) start ...
4100 | I (4100) just created a child process (4101).
4101 | I am child process (4101) and my parent is 4100.
"""
FIRST, CREATED, CHILD = FORKED.splitlines(keepends=True)

Child = tuple[int, int, int | None]
"""PID, parent and exit code."""


def record(
    play: str,
    children: tuple[Child, ...] = (),
    *,
    exit_code: int = 0,
    python: str = "3.14.2",
    start_method: str = "forkserver",
    platform: str = "linux",
    problems: tuple[str, ...] = (),
    machinery: tuple[Process, ...] = (),
    lives: dict[int, tuple[float, float]] | None = None,
    unwatched: tuple[int, ...] = (),
) -> Recording:
    """A run in which these processes said these lines: `PID | text`, `PID+PID | torn text`, `nobody | text`.

    The lines are written at 1, 2, 3 … seconds. A backslash at the end of a line means that no newline ended it.

    Args:
        play: the lines.
        children: the processes but for `MAIN`.
        exit_code: that of `MAIN`.
        python: a version.
        start_method: the default one.
        platform: as `sys.platform`.
        problems: as in a recording.
        machinery: other processes.
        lives: when processes were made and when they ended; 0 to 1 for all others.
        unwatched: the PIDs of those of whom nothing is known but their lives.
    """
    output = ""
    writes = []
    for number, line in enumerate((line for line in play.split("\n") if line), 1):
        who, text = line.split(" | ")
        said = text.removesuffix("\\") + ("" if text.endswith("\\") else "\n")
        speakers = [int(pid) for pid in who.split("+")] if who != "nobody" else []
        for n, speaker in enumerate(speakers, 1):
            start = len(output) + (n > 1) * (n - 1)
            end = len(output) + (n if n < len(speakers) else len(said))
            writes.append(Write(speaker, float(number), start, end))
        output += said
    everybody = ((MAIN, 1, exit_code), *children)
    processes = []
    for pid, ppid, code in everybody:
        made, over = (lives or {}).get(pid, (0.0, 1.0))
        process = Process(pid, ppid, ppid, "fork", "", made, over, code, made=made)
        processes.append(replace(process, watched=pid not in unwatched))
    return Recording(
        program="play.py",
        python=python,
        platform=platform,
        start_method=start_method,
        stdout="terminal",
        output=output,
        exit_code=exit_code,
        duration=1.0,
        problems=problems,
        processes=(*processes, *machinery),
        writes=tuple(writes),
    )


def hold(text: str, recording: Recording, folder: Path) -> str | None:
    """Hold a run to the text of a promise in a folder: None, or the difference."""
    path = folder / "play.promise"
    path.write_text(text, encoding="utf-8")
    return judge(reader.read(path), recording).difference


def edit(play: str, old: str, new: str) -> str:
    """The play with one thing changed."""
    assert play.count(old) == 1
    return play.replace(old, new)
