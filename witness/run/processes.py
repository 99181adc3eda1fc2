"""Which processes there were: what each wrote down of itself, and what others knew of it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from witness.recording import MACHINERY, Process
from witness.run.events import Cut, End, Event, Exec, Fork, Named, Start, Started, System, Waited


@dataclass
class _Traces:
    """What others know of a process: who made it and when, with which words, and how it ended."""

    made: int | None = None
    parent: int = 0
    argv: tuple[str, ...] = ()
    waited: int | None = None
    reaped_by: int | None = None
    exit_code: int | None = None


class Processes:
    """The processes of a run."""

    def __init__(self, observed: dict[int, list[Event]], supervisor: list[Event], main: int) -> None:
        """Take the events that each process wrote down, those of the supervisor, and the program's PID."""
        self.observed, self.main = observed, main
        # The run begins with the program's own first moment, not with what it took to bring it there.
        self.begin: int = [*observed.get(main, []), *supervisor][0].moment
        self._traces: dict[int, _Traces] = defaultdict(_Traces)
        for pid, events in [*observed.items(), (0, supervisor)]:
            self._trace(pid, events)
        moments = [event.moment for event in supervisor] + [t.waited for t in self._traces.values() if t.waited]
        self.last: int = max(moments)

    def seconds(self, moment: int) -> float:
        """Since the run began."""
        return round((moment - self.begin) / 1e9, 6)

    def _trace(self, pid: int, events: list[Event]) -> None:
        """Collect what the process `pid` knows of others."""
        forks = []
        for event in events:
            if isinstance(event, Fork):
                forks.append(event.moment)
            elif isinstance(event, Started):
                traces = self._traces[event.pid]
                traces.made, traces.parent, traces.argv = event.moment, pid, tuple(event.argv)
            elif isinstance(event, Waited):
                traces = self._traces[event.pid]
                traces.reaped_by = pid  # the last counts: a `waitid` may only have looked
                if traces.waited is None:
                    traces.waited, traces.exit_code = event.moment, event.exit_code
                    if event.pid not in self.observed and not traces.parent:
                        traces.parent = pid  # ended before it could say a word: who waits for it made it
        # The first fork made the child with the lowest PID, and so on.
        children = sorted(
            {child for child, log in self.observed.items() if log and log[0][1:3] == ("fork", pid)}
            | {child for child, t in self._traces.items() if t.parent == pid and not t.argv and child != self.main}
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
        return sorted(processes, key=lambda process: (process.pid != self.main, process.start, process.pid))

    def _process(self, pid: int) -> Process:
        traces, events = self._traces[pid], self.observed.get(pid, [])
        ended, waited = None, traces.waited or self.last
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
            elif isinstance(event, End):
                ended = event.moment
        if pid != self.main and events and isinstance(last := events[-1], Exec):
            how, argv = "exec", last.argv
        return Process(
            pid=pid,
            ppid=ppid,
            asked_by=asked_by or ppid,
            role="main" if pid == self.main else _role(how, name, target, argv),
            name=name or (Path(argv[-1] if pid == self.main else argv[0]).name if argv else ""),
            made=self.seconds(min(traces.made or start, start)),
            start=self.seconds(start),
            end=self.seconds(min(ended or waited, waited)),
            exit_code=traces.exit_code,
            reaped=traces.reaped_by == ppid,
            watched=self._other_program(pid) is None,
            cut=any(isinstance(event, Cut) for event in events),
        )

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
