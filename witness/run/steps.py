"""What the processes did: the lines that they ran, the calls of the program's functions, and their writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from witness.recording import Call, Process, Ran
from witness.run import events
from witness.run.processes import Processes
from witness.run.written import NEVER, Written


def ran(run: Processes) -> list[Ran]:
    """The lines of the program that ran, in the order of time."""
    found = [
        Ran(pid, event.thread, run.seconds(event.moment), event.line)
        for pid, log in run.observed.items()
        for event in log
        if isinstance(event, events.Line)
    ]
    return sorted(found, key=lambda ran: ran.time)


def calls(run: Processes, processes: list[Process]) -> list[Call]:
    """The calls of the program's functions, in the order of their starts."""
    found = [call for process in processes for call in _calls(run, process)]
    return sorted(found, key=lambda call: (call.start, call.depth))


def _calls(run: Processes, process: Process) -> Iterator[Call]:
    """The calls in one process; those that did not return end with it."""
    inside: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for event in run.observed.get(process.pid, []):
        if isinstance(event, events.Call):
            inside[event.thread].append((event.label, run.seconds(event.moment)))
        elif isinstance(event, events.Return) and (around := inside[event.thread]):
            name, start = around.pop()
            yield Call(process.pid, event.thread, name, len(around), start, run.seconds(event.moment))
    for thread, left in inside.items():
        for depth, (name, start) in enumerate(left):
            yield Call(process.pid, thread, name, depth, start, process.end)


def written(pid: int, log: list[events.Event]) -> list[Written]:
    """The writes of a process, as far as they were made."""
    found: list[Written] = []
    unfinished: dict[int, list[int]] = defaultdict(list)  # of each thread, the places in `found`
    for event in log:
        if isinstance(event, events.Writing):
            unfinished[event.thread].append(len(found))
            found.append(Written(pid, event.moment, NEVER, event.data, sure=False))
        elif isinstance(event, events.Wrote) and unfinished[event.thread]:
            place = unfinished[event.thread].pop()
            begun, length = found[place], event.length
            found[place] = Written(pid, begun.before, event.moment, begun.data[:length], sure=length is not None)
    return found
