"""Puts a recording together from what the supervisor and the observers wrote down."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import Any

from witness.errors import Mistake
from witness.recording import Recording, Write
from witness.run import events, locks, messages, steps, values, waits
from witness.run.events import Crowd, Dropped, Event, Limit, Lost, Program
from witness.run.problems import how_it_ended, notes, problems
from witness.run.processes import Processes
from witness.run.writers import attribute

ENOUGH = 3_000  # steps of a run that had to be ended: nobody sees more than how it began, and its logs may be long


def read(
    folder: Path, output: bytes, arrivals: list[tuple[int, int]], limit: float, outside: list[str], **facts: Any
) -> Recording:
    """Put a recording together.

    Args:
        folder: the one with `supervisor.log` and the observers' logs.
        output: what the reader saw, in bytes.
        arrivals: how many bytes of it had arrived at which moment.
        limit: the seconds that the run had.
        outside: what went wrong as seen from outside.
        facts: the fields of `Recording` that are known from outside: `program`, `python`, `platform`, `start_method`
            and `stdout`.

    Raises:
        Mistake: the program has removed the folder, or written into it.
    """
    supervisor = events.read(folder / "supervisor.log")[0]
    if not supervisor:
        raise Mistake(f"it removed {folder}, where it was watched, so nothing is known about this run")
    main = next((event.pid for event in supervisor if isinstance(event, Program)), 0)
    run = Processes(_observed(folder, supervisor), supervisor, main)
    processes, things = run.all(), locks.Things(run)
    exit_code = next((process.exit_code for process in processes if process.pid == main), None)
    text = output.decode(errors="backslashreplace")
    # What was seen from outside is why the supervisor ended it.
    against = outside or problems(supervisor, main, limit, processes)
    return Recording(
        output=text,
        exit_code=exit_code,
        duration=run.seconds(run.last),
        problems=tuple(against),
        notes=tuple(notes(processes) if main in run.observed else ()),  # or else nobody wanted to watch
        ending=how_it_ended(against, run.hung, exit_code, text),
        processes=tuple(processes),
        writes=_writes(run, output, arrivals),
        ran=tuple(steps.ran(run)),
        calls=tuple(steps.calls(run, processes)),
        waits=tuple(waits.waits(run, processes, things)),
        signals=tuple(waits.signals(run)),
        messages=tuple(messages.messages(run)),
        holds=tuple(locks.holds(run, processes, things)),
        releases=tuple(locks.releases(run)),
        accesses=tuple(values.accesses(run)),
        **facts,
    )


def _observed(folder: Path, supervisor: list[Event]) -> dict[int, list[Event]]:
    """What each process wrote down; nothing of one that was killed before its first word."""
    logs = list(folder.glob("*[0-9].log"))
    ended = any(isinstance(event, Limit | Dropped | Crowd | Lost) for event in supervisor)
    enough = ENOUGH // max(1, len(logs)) if ended else sys.maxsize
    observed: dict[int, list[Event]] = {}
    for log in logs:
        for pid, told in events.read(log, int(log.stem), enough).items():
            observed.setdefault(pid, []).extend(told)
    return observed


def _writes(run: Processes, output: bytes, arrivals: list[tuple[int, int]]) -> tuple[Write, ...]:
    """Who wrote what, with its place in characters."""
    written = [one for pid, told in run.observed.items() for one in steps.written(pid, told)]
    spans = attribute(output, written, arrivals, run.unobserved())
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
    places, characters, over = {0: 0}, 0, 0
    for place in sorted({place for span in spans for place in (span.start, span.end)}):
        characters += len(decoder.decode(output[over:place]))
        places[place], over = characters, place
    return tuple(Write(span.pid, run.seconds(span.moment), places[span.start], places[span.end]) for span in spans)
