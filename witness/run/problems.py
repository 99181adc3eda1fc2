"""What there is to say against a run, and how it ended: sentences for those who know no exit codes."""

from __future__ import annotations

import re
from pathlib import Path

from witness.ending import ending
from witness.recording import Process
from witness.run.events import Crowd, Dropped, Event, Failed, Killed, Limit, Lost

NAMED = 8  # processes that a sentence names
NOT_PYTHON = re.compile(r"(SyntaxError|IndentationError|TabError): ")
PYTHON = re.compile(r"python[\d.]*t?$")
TRACEBACK = "Traceback (most recent call last):\n"


def problems(told: list[Event], main: int, limit: float, processes: list[Process]) -> list[str]:
    """What the supervisor has to say against the run, a sentence each.

    Args:
        told: what it wrote down.
        main: the program's PID, 0 if it has none.
        limit: the seconds that the run had.
        processes: all that there were.
    """
    failed = [event.reason for event in told if isinstance(event, Failed)]
    if main == 0 or failed:
        return ["; ".join(["it could not be started", *failed])]
    killed = {event.pid: event.doing for event in told if isinstance(event, Killed)}
    whom = [
        f"{p.name or p.role} (PID {', '.join(filter(None, [str(p.pid), killed[p.pid]]))})"
        for p in processes
        if p.pid in killed
    ]
    names = ", ".join(whom if len(whom) <= NAMED else [*whom[:NAMED], f"{len(whom) - NAMED} more"])
    seconds = f"{limit:g} second{'s' * (limit != 1)}"
    if any(isinstance(event, Lost) for event in told):
        return [f"the process that watches it was stopped or killed; what was ended: {names or 'nothing'}"]
    for event in told:
        if isinstance(event, Crowd):
            return [f"it started more than {event.most} processes; all of them were ended"]
    if any(isinstance(event, Dropped) for event in told):
        return [f"it was stopped; what was ended: {names or 'nothing'}"]
    if killed and any(isinstance(event, Limit) for event in told):
        if main in killed:
            return [f"it did not end within {seconds}; what was ended: {names}"]
        return [f"it left processes running, which were ended after {seconds}: {names}"]
    return []


def notes(processes: list[Process]) -> list[str]:
    """What could not be watched, a sentence each."""
    return [
        f"{p.name} (PID {p.pid}) is a Python that {_why_unwatched(p)}"
        for p in processes
        if not p.watched and PYTHON.match(Path(p.name).name)
    ]


def _why_unwatched(process: Process) -> str:
    if process.exit_code is not None and process.exit_code < 0:  # a Pool ends workers that are still starting
        return f"{ending(process.exit_code)} ended before it said a word"
    return (
        "could not be watched: it has another environment, may not write where the others do, "
        "or was told to leave `site` out"
    )


def how_it_ended(problems: list[str], hung: bool, exit_code: int | None, output: str) -> str:
    """How the run ended, in one sentence: by its problems, because it stood still, or else by itself."""
    if problems:
        return "; ".join(problems)
    if hung:
        return "it stood still, waiting for what never came, and was ended"
    if exit_code is None:
        return ending(exit_code)
    if exit_code < 0:
        return f"it was ended by {ending(exit_code)}, and not because of its limit"
    error = output.rstrip("\n").rpartition("\n")[2]
    if exit_code == 1 and NOT_PYTHON.match(error) and TRACEBACK not in output:
        return f"it is not valid Python and did not begin: {error}"
    return f"it ended by itself, with exit {exit_code}"
