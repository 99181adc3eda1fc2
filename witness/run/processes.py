"""Which processes there were: what each wrote down of itself, and what others knew of it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from witness.recording import MACHINERY, Process
from witness.run.events import (
    Cut,
    End,
    Event,
    Exec,
    Fork,
    Killed,
    Named,
    Orphan,
    Signal,
    Start,
    Started,
    Still,
    System,
    Waited,
    Waits,
    Woke,
    Writing,
)

ASLEEP = 300_000
"""So many nanoseconds in a wait, and it was one: the process that was waited for had not ended before."""
SOON = 1_000_000
"""What the end of one process brings about is seen within so many."""
NEVER = 1 << 63
"""Later than any moment, on a machine of 32 bits too."""
LEAVING = 30_000_000
"""So many after its last word a process has left the interpreter and is gone."""


@dataclass
class _Traces:
    """What others know of a process: who made it and when, with which words, and how it ended."""

    made: int | None = None
    parent: int = 0
    argv: tuple[str, ...] = ()
    waited: int | None = None
    awaited: bool = False
    """Whether somebody slept until it ended, and was told at that moment."""
    asked: int = 0
    """When somebody asked who was told at once."""
    killed: int | None = None
    """The moment at which it was sent the signal that ended it, if that is known."""
    reaped: int | None = None
    reaped_by: int | None = None
    exit_code: int | None = None


class Processes:
    """The processes of a run."""

    def __init__(self, observed: dict[int, list[Event]], supervisor: list[Event], main: int) -> None:
        """Take the events that each process wrote down, those of the supervisor, and the program's PID."""
        self.observed, self.main = observed, main
        self.hung = any(isinstance(event, Still) for event in supervisor)
        """Whether it was ended because it stood still."""
        self._left = {event.pid for event in supervisor if isinstance(event, Killed)}
        # The run begins with the program's own first moment, not with what it took to bring it there.
        self.begin: int = [*observed.get(main, []), *supervisor][0].moment
        self._traces: dict[int, _Traces] = defaultdict(_Traces)
        for pid, events in [*observed.items(), (0, supervisor)]:
            self._trace(pid, events)
        for signal in (event for log in observed.values() for event in log if isinstance(event, Signal)):
            if signal.to in self._traces and self._traces[signal.to].exit_code == -signal.number:
                self._traces[signal.to].killed = signal.moment
        # By when a process has ended, as its children know.
        self._missed: dict[int, int] = {}
        for start, *log in filter(None, observed.values()):
            if isinstance(start, Start):
                seen = [event.moment for event in log if isinstance(event, Orphan)]
                self._missed[start.ppid] = min([*seen[:1], self._missed.get(start.ppid, NEVER)])
        moments = [event.moment for event in supervisor] + [t.waited for t in self._traces.values() if t.waited]
        self.last: int = max(moments)

    def seconds(self, moment: int) -> float:
        """Since the run began."""
        return round((moment - self.begin) / 1e9, 6)

    def _trace(self, pid: int, events: list[Event]) -> None:
        """Collect what the process `pid` knows of others."""
        forks = []
        asleep: int | None = None  # since when
        prompt = pid == 0 or any(isinstance(event, Start) and _is_server(event.argv) for event in events)
        for event in events:
            if isinstance(event, Fork):
                forks.append(event.moment)
            elif isinstance(event, Waits):
                asleep = event.moment
            elif isinstance(event, Woke):
                asleep = None
            elif isinstance(event, Started):
                traces = self._traces[event.pid]
                traces.made, traces.parent, traces.argv = event.moment, pid, tuple(event.argv)
            elif isinstance(event, Waited):
                traces = self._traces[event.pid]
                traces.reaped, traces.reaped_by = event.moment, pid  # the last counts: a `waitid` may only have looked
                if traces.waited is None:
                    traces.waited, traces.exit_code = event.moment, event.exit_code
                    traces.asked = event.moment if asleep is None else asleep
                    traces.awaited = prompt or event.moment - traces.asked > ASLEEP
                    if event.pid not in self.observed and not traces.parent:
                        traces.parent = pid  # ended before it could say a word: who waits for it made it
        # The first fork made the child with the next PID, and so on; behind the highest comes the lowest.
        children = sorted(
            {child for child, log in self.observed.items() if log and log[0][1:3] == ("fork", pid)}
            | {child for child, t in self._traces.items() if t.parent == pid and not t.argv and child != self.main},
            key=lambda child: (child < pid, child),
        )
        for child, moment in zip(children, forks if len(forks) == len(children) else [], strict=False):
            self._traces[child].made = moment

    def all(self) -> list[Process]:
        """All that there were; the program's own first, the others in the order in which they began."""
        processes = [self._process(pid) for pid in {self.main, *self.observed, *self._traces} - {0}]
        servers = {process.pid: process for process in processes if process.role == "forkserver"}
        for index, process in enumerate(processes):
            if process.role == "fork" and process.ppid in servers:
                # Ended before it could say who had asked the server for it: whoever started the server did.
                processes[index] = replace(process, role="process", asked_by=servers[process.ppid].ppid)
        ends = {process.pid: process.end for process in processes}
        for index, process in enumerate(processes):
            if (end := ends.get(process.ppid, process.end)) + SOON / 1e9 < process.end:
                processes[index] = replace(process, adopted=end)
        return sorted(processes, key=lambda process: (process.pid != self.main, process.start, process.pid))

    def _process(self, pid: int) -> Process:
        traces, events = self._traces[pid], self.observed.get(pid, [])
        waited = traces.waited or self.last
        start = traces.made or (self.begin if pid == self.main else waited)  # the first that is known of it
        how, ppid, argv = "exec" if traces.argv or pid == self.main else "fork", traces.parent, list(traces.argv)
        name, target, asked_by = "", "", 0
        for index, event in enumerate(events):
            if isinstance(event, Start) and index == 0:
                start, how, argv = event.moment, "exec" if traces.argv else event.how, event.argv or argv
                ppid = ppid or event.ppid  # whoever started it knows for certain
            elif isinstance(event, Start) and pid != self.main:  # a child that was forked first
                how, argv = event.how, event.argv
            elif isinstance(event, Named):
                name, target, asked_by = event.name, event.target, event.asked_by or 0
        if pid != self.main and events and isinstance(last := events[-1], Exec):
            how, argv = "exec", last.argv
        outlasted = self.hung and pid in self._left
        return Process(
            pid=pid,
            ppid=ppid,
            asked_by=asked_by or ppid,
            role="main" if pid == self.main else _role(how, name, target, argv),
            name=name or (Path(argv[-1] if pid == self.main else argv[0]).name if argv else ""),
            made=self.seconds(min(traces.made or start, start)),
            start=self.seconds(start),
            end=self.seconds(self._end(pid, ppid)),
            exit_code=None if outlasted else traces.exit_code,
            outlasted=outlasted,
            reaped=traces.reaped_by == ppid,
            reaped_at=None if traces.reaped is None else self.seconds(traces.reaped),
            watched=self._other_program(pid) is None,
            cut=any(isinstance(event, Cut) for event in events),
        )

    def _end(self, pid: int, ppid: int) -> int:
        """When it ended: that is seen by whoever waits for it; its own last word comes before, and may long before."""
        traces, events = self._traces[pid], self.observed.get(pid, [])
        waited = min(traces.waited or self.last, self._missed.get(pid, NEVER))
        told = [event.moment for event in events if isinstance(event, End | Writing)]
        if not traces.killed and not any(isinstance(event, End) for event in events):
            return waited
        last = min(max([traces.killed or 0, *told]), waited)
        left = last + LEAVING < waited  # then it is gone, and nobody cares
        if traces.awaited:
            return last if left and traces.reaped_by == 0 and self._parent_ended(ppid, waited) else waited
        return last if left or traces.killed else max(last, min(traces.asked, waited))

    def _parent_ended(self, ppid: int, moment: int) -> bool:
        """Whether a parent ended at a moment, which frees whom it had not waited for."""
        ended = self._traces[ppid].waited if ppid in self._traces else None
        return ended is not None and abs(moment - ended) < SOON

    def _other_program(self, pid: int) -> int | None:
        """From when on a process was a program without an observer; None if it never was."""
        traces, events = self._traces[pid], self.observed.get(pid, [])
        if not events:
            return traces.made or self.begin
        if isinstance(events[-1], Exec):
            return events[-1].moment
        forked_only = all(event.how == "fork" for event in events if isinstance(event, Start))
        return events[-1].moment if traces.argv and forked_only else None

    def unobserved(self) -> Iterator[tuple[int, int]]:
        """From when to when somebody lived who may have written without being seen."""
        for pid in {*self.observed, *self._traces} - {0}:
            over = self._traces[pid].waited or self.last
            start = self._other_program(pid)
            if start is not None:
                yield start, over
            shells = [event for event in self.observed.get(pid, []) if isinstance(event, System)]
            for event, after in itertools.pairwise([*shells, None]):
                if event is not None and event.begins:
                    yield event.moment, after.moment if after is not None else over


def _is_server(argv: list[str]) -> bool:
    """Whether it is a forkserver: a signal tells it at once of the end of a child."""
    return "multiprocessing.forkserver" in " ".join(argv)


def _role(how: str, name: str, target: str, argv: list[str]) -> str:
    command = " ".join(argv)
    for role in MACHINERY:
        if f"multiprocessing.{role}" in command:
            return role
    if target in ("multiprocessing.pool.worker", "concurrent.futures.process._process_worker"):
        return "worker"
    if target.endswith("BaseManager._run_server"):
        return "manager"
    if name or "multiprocessing.spawn" in command:
        return "process"
    return "fork" if how == "fork" else "program"
