"""What the processes read from a shared `Value` and wrote to it: a history, whose order its lock gives."""

from __future__ import annotations

from witness.recording import Access
from witness.run import events
from witness.run.processes import Processes


def accesses(run: Processes) -> list[Access]:
    """All of them, in the order of time; none where a process had more than are written down."""
    told = sorted(
        (event.moment, pid, event)
        for pid, log in run.observed.items()
        for event in log
        if isinstance(event, events.Reads | events.Writes)
    )
    numbers: dict[str, int] = {}
    found = []
    for moment, pid, event in told:
        if not event.thing:
            return []
        number = numbers.setdefault(event.thing, len(numbers) + 1)
        before = event.before if isinstance(event, events.Writes) else None
        found.append(Access(pid, number, run.seconds(moment), event.text, before))
    return found
