"""Runs made up for the tests of what is shown of them."""

from __future__ import annotations

import dataclasses
from typing import Any

from witness.exhibit.roster import Roster
from witness.recording import Call, Process, Ran, Recording, Signal, Wait, Write

MAIN = 1000
"""The PID of the first process; the next has the next number."""


def run(*lives: Process, said: tuple[tuple[int, float, str], ...] = (), **facts: Any) -> Recording:
    """A run of these processes in which each of some, at a moment, wrote a text."""
    output, writes = "", []
    for pid, time, text in said:
        writes.append(Write(pid, time, len(output), len(output) + len(text)))
        output += text
    whole: dict[str, Any] = {
        "program": "odd.py",
        "python": "3.14.0",
        "platform": "linux",
        "start_method": "fork",
        "stdout": "terminal",
        "exit_code": 0,
        "duration": max(process.end for process in lives),
        "problems": (),
    }
    return Recording(output=output, processes=lives, writes=tuple(writes), **(whole | facts))


def life(pid: int, start: float, end: float, **facts: Any) -> Process:
    """A process: a child of the first one, which reaps it at its end, where nothing else is said."""
    if pid == MAIN:
        return Process(pid, 1, 1, "main", "", start, end, 0, reaped_at=end, **facts)
    whole: dict[str, Any] = {"ppid": MAIN, "asked_by": MAIN, "role": "fork", "name": "", "exit_code": 0, "made": start}
    whole |= {"reaped": True, "reaped_at": end}
    return Process(pid=pid, start=start, end=end, **(whole | facts))


def zombie() -> Recording:
    """One makes another, waits for a message of it, sleeps on while it is a zombie, and reaps it."""
    return run(
        life(MAIN, 0.0, 1.0),
        life(1001, 0.1, 0.4, exit_code=7, reaped_at=0.8),
        said=((MAIN, 0.05, "parent 1000\n"), (1001, 0.2, "child\n"), (MAIN, 0.9, "code 7\n")),
        waits=(Wait(MAIN, "message", 0, 0.15, 0.3), Wait(MAIN, "time", 0, 0.35, 0.7)),
        signals=(Signal(MAIN, 1001, 9, 0.75),),
        ran=(
            Ran(MAIN, 0, 0.01, 1),
            Ran(MAIN, 0, 0.06, 2),
            Ran(1001, 0, 0.12, 4),
            Ran(MAIN, 0, 0.14, 6),
            Ran(MAIN, 0, 0.32, 7),
            Ran(MAIN, 0, 0.72, 8),
            Ran(MAIN, 0, 0.85, 9),
        ),
    )


def recording(workers: int, events: int, *, role: str = "worker", duration: float = 2.0) -> Recording:
    """A run in which each worker makes its share of lines, writes and calls, one process after the other."""
    pids = [MAIN + number for number in range(workers + 1)]
    moments = [duration * (index + 1) / (events + 2) for index in range(events)]
    turns = [pids[index % len(pids)] for index in range(events)]
    spoken = moments[:: max(1, events // 100)]
    return run(
        life(MAIN, 0.0, duration),
        *(
            dataclasses.replace(
                life(pid, 0.02 + pid / 1e6, duration - 0.01), role=role, name=f"W-{pid}", made=0.01 + pid / 1e6
            )
            for pid in pids[1:]
        ),
        said=tuple((turns[index], moment, f"line {index}\n") for index, moment in enumerate(spoken)),
        program="wide.py",
        ran=tuple(Ran(pid, 0, moment, i % 7 + 1) for i, (pid, moment) in enumerate(zip(turns, moments, strict=True))),
        calls=tuple(
            Call(pid, 0, f"work({i})", 0, moment, moment + duration / events)
            for i, (pid, moment) in enumerate(zip(turns, moments, strict=True))
        ),
    )


def roster(run: Recording, cast: dict[int, str] | None = None) -> Roster:
    if cast is None:
        cast = {p.pid: "main" if p.role == "main" else "worker" for p in run.processes}
    return Roster(run, cast)
