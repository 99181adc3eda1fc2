"""Runs made up for the tests of what is drawn from them."""

from __future__ import annotations

from witness.check.verdict import Verdict
from witness.exhibit.figure import Run
from witness.exhibit.roster import Roster
from witness.promise.match import Outcome
from witness.recording import Call, Process, Ran, Recording, Write


def recording(workers: int, events: int, *, role: str = "worker", duration: float = 2.0) -> Recording:
    """A run in which each worker makes its share of lines, writes and calls, one process after the other."""
    pids = [1000 + number for number in range(workers + 1)]
    moments = [duration * (index + 1) / (events + 2) for index in range(events)]
    output, writes = "", []
    for index, moment in enumerate(moments[:: max(1, events // 100)]):
        text = f"line {index}\n"
        writes.append(Write(pids[index % len(pids)], moment, len(output), len(output) + len(text)))
        output += text
    return Recording(
        program="wide.py",
        python="3.14.0",
        platform="linux",
        start_method="fork",
        stdout="terminal",
        output=output,
        exit_code=0,
        duration=duration,
        problems=(),
        processes=(
            Process(1000, 1, 1, "main", "", 0.0, duration, 0),
            *(
                Process(pid, 1000, 1000, role, f"W-{pid}", 0.02 + pid / 1e6, duration - 0.01, 0, made=0.01 + pid / 1e6)
                for pid in pids[1:]
            ),
        ),
        writes=tuple(writes),
        ran=tuple(Ran(pids[i % len(pids)], 0, moment, i % 7 + 1) for i, moment in enumerate(moments)),
        calls=tuple(
            Call(pids[i % len(pids)], 0, f"work({i})", 0, moment, moment + duration / events)
            for i, moment in enumerate(moments)
        ),
    )


def roster(run: Recording, cast: dict[int, str] | None = None) -> Roster:
    if cast is None:
        cast = {p.pid: "main" if p.role == "main" else "worker" for p in run.processes}
    return Roster(run, cast)


def shown(run: Recording, cast: dict[int, str] | None = None) -> Run:
    names = roster(run, cast).cast
    outcome = Outcome.__new__(Outcome)
    object.__setattr__(outcome, "names", names)
    verdict = Verdict.__new__(Verdict)
    for name, value in {"recording": run, "outcome": outcome}.items():
        object.__setattr__(verdict, name, value)
    return Run(verdict, "en", "")
