"""Where the processes waited, and which signals they sent."""

from __future__ import annotations

from collections.abc import Iterator

from witness.recording import Process, Signal, Wait
from witness.run import events
from witness.run.locks import Things
from witness.run.processes import Processes


def waits(run: Processes, processes: list[Process], things: Things) -> list[Wait]:
    """The waits of all first threads, in the order of their starts."""
    found = [wait for process in processes for wait in _waits(run, process, things)]
    return sorted(found, key=lambda wait: wait.start)


def _waits(run: Processes, process: Process, things: Things) -> Iterator[Wait]:
    begun: events.Waits | None = None
    for event in run.observed.get(process.pid, []):
        if isinstance(event, events.Waits):
            begun = event
        elif isinstance(event, events.Woke) and begun is not None:
            yield _wait(run, process, begun, run.seconds(event.moment), things)
            begun = None
    if begun is not None:
        yield _wait(run, process, begun, process.end, things)


def _wait(run: Processes, process: Process, begun: events.Waits, end: float, things: Things) -> Wait:
    thing = things.number(begun.thing)
    return Wait(process.pid, begun.what, max(0, begun.of), run.seconds(begun.moment), end, thing)


def signals(run: Processes) -> list[Signal]:
    """The signals that were sent, in the order of time."""
    found: list[Signal] = []
    for pid, log in run.observed.items():
        sent: list[Signal] = []
        for event in log:
            if isinstance(event, events.Signal):  # 0 is none: it asks whether there is somebody
                sent.append(Signal(pid, event.to, event.number, run.seconds(event.moment)))
            elif isinstance(event, events.Unsent) and sent:
                sent.pop()
        found += [signal for signal in sent if signal.number]
    return sorted(found, key=lambda signal: signal.time)
