"""Puts a recording together from what the supervisor and the observers wrote down."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from witness.ending import ending
from witness.errors import Mistake
from witness.recording import MACHINERY, Call, Process, Ran, Recording, Write
from witness.run.writers import NEVER, Written, attribute

ENDED = {"limit", "dropped", "crowd", "lost"}  # what the supervisor says of a run that did not end by itself
STEPS = 3_000  # of such a run nobody sees more than how it began, and its logs may be long
NAMED = 8  # processes that a sentence names

STEP = re.compile(r"\(\d+, '(line|call|return|write|wrote)'")
NOT_PYTHON = re.compile(r"(SyntaxError|IndentationError|TabError): ")
PYTHON = re.compile(r"python[\d.]*t?$")
TRACEBACK = "Traceback (most recent call last):\n"

Event = tuple[Any, ...]
"""A moment in nanoseconds, what happened, and the rest."""


def read(
    folder: Path, output: bytes, arrivals: list[tuple[int, int]], limit: float, problems: list[str], **facts: Any
) -> Recording:
    """Put a recording together.

    Args:
        folder: the one with `supervisor.log` and the observers' logs.
        output: what the reader saw, in bytes.
        arrivals: how many bytes of it had arrived at which moment.
        limit: the seconds that the run had.
        problems: what went wrong as seen from outside.
        facts: the fields of `Recording` that are known from outside: `program`, `python`, `platform`, `start_method`
            and `stdout`.

    Raises:
        Mistake: the program has removed the folder.
    """
    logs = _Logs(folder)
    processes = logs.processes()
    text = output.decode(errors="backslashreplace")
    place = _characters(output, text)
    written = [one for pid, events in logs.observed.items() for one in _written(pid, events)]
    # What was seen from outside is why the supervisor ended it.
    problems = problems or logs.problems(limit, processes)
    exit_code = next((process.exit_code for process in processes if process.pid == logs.main), None)
    return Recording(
        output=text,
        exit_code=exit_code,
        duration=logs.seconds(logs.last),
        problems=tuple(problems),
        notes=tuple(logs.notes(processes)),
        ending="; ".join(problems) or _ending(exit_code, text),
        processes=tuple(processes),
        writes=tuple(
            Write(span.pid, logs.seconds(span.moment), place(span.start), place(span.end))
            for span in attribute(output, written, arrivals, logs.unobserved())
        ),
        ran=tuple(sorted(logs.ran(), key=lambda ran: ran.time)),
        calls=tuple(sorted(logs.calls(processes), key=lambda call: (call.start, call.depth))),
        **facts,
    )


def _written(pid: int, events: list[Event]) -> list[Written]:
    """The writes of a process, as far as they were made."""
    written: list[Written] = []
    open_: dict[int, list[int]] = defaultdict(list)  # of each thread, the places of those that are not over
    for moment, what, *rest in events:
        if what == "write":
            open_[rest[0]].append(len(written))
            written.append(Written(pid, moment, NEVER, rest[1], sure=False))
        elif what == "wrote" and open_[rest[0]]:
            place = open_[rest[0]].pop()
            one = written[place]
            data = one.data if rest[1] is None else one.data[: rest[1]]
            written[place] = Written(pid, one.before, moment, data, sure=rest[1] is not None)
    return written


@dataclass
class _Traces:
    """What others know of a process: who made it and when, with which words, and how it ended."""

    made: int | None = None
    parent: int = 0
    argv: tuple[str, ...] = ()
    waited: int | None = None
    reaped_by: int | None = None
    exit_code: int | None = None


class _Logs:
    """All that was written down in a run."""

    def __init__(self, folder: Path) -> None:
        self.supervisor = list(_events(folder / "supervisor.log"))
        if not self.supervisor:
            raise Mistake(f"it removed {folder}, where it was watched, so nothing is known about this run")
        found = list(folder.glob("*[0-9].log"))
        ended = bool(ENDED & {what for _, what, *_ in self.supervisor})
        steps = STEPS // max(1, len(found)) if ended else sys.maxsize
        logs: dict[int, list[Event]] = defaultdict(list)
        for log in found:
            for moment, what, *rest in _events(log, steps):
                # A child that could have no log of its own goes on in that of its parent.
                pid, *event = (rest[0], moment, *rest[1:]) if what == "of" else (int(log.stem), moment, what, *rest)
                logs[pid].append(tuple(event))
        self.observed = {pid: events for pid, events in logs.items() if events}  # or else killed before its first word
        self.main: int = next((rest[0] for _, what, *rest in self.supervisor if what == "program"), 0)
        # The run begins with the program's own first moment, not with what it took to bring it there.
        self.begin: int = [*self.observed.get(self.main, []), *self.supervisor][0][0]
        self.traces: dict[int, _Traces] = defaultdict(_Traces)
        for pid, events in [*self.observed.items(), (0, self.supervisor)]:
            self._trace(pid, events)
        moments = [event[0] for event in self.supervisor] + [t.waited for t in self.traces.values() if t.waited]
        self.last: int = max(moments)

    def unobserved(self) -> list[tuple[int, int]]:
        return [
            (t.made or self.begin, t.waited or self.last)
            for pid, t in self.traces.items()
            if pid not in self.observed and pid != self.main
        ]

    def seconds(self, moment: int) -> float:
        """Since the run began."""
        return round((moment - self.begin) / 1e9, 6)

    def _trace(self, pid: int, events: list[Event]) -> None:
        """Collect what the process `pid` knows of others."""
        forks = []
        for moment, what, *rest in events:
            if what == "fork":
                forks.append(moment)
            elif what == "started":
                self.traces[rest[0]].made = moment
                self.traces[rest[0]].parent = pid
                self.traces[rest[0]].argv = tuple(rest[1])
            if what == "waited":
                self.traces[rest[0]].reaped_by = pid  # the last counts: a `waitid` may only have looked
            if what == "waited" and self.traces[rest[0]].waited is None:
                self.traces[rest[0]].waited, self.traces[rest[0]].exit_code = moment, rest[1]
                if rest[0] not in self.observed and not self.traces[rest[0]].parent:
                    self.traces[rest[0]].parent = pid  # ended before it could say a word: who waits for it made it
        # The first fork made the child with the lowest PID, and so on.
        children = sorted(
            {child for child, log in self.observed.items() if log and log[0][1:4] == ("start", "fork", pid)}
            | {child for child, t in self.traces.items() if t.parent == pid and not t.argv and child != self.main}
        )
        for child, moment in zip(children, forks if len(forks) == len(children) else [], strict=False):
            self.traces[child].made = moment

    def processes(self) -> list[Process]:
        """All that there were; the program's own first, the others in the order in which they began."""
        processes = [self._process(pid) for pid in {self.main, *self.observed, *self.traces} - {0}]
        servers = {process.pid: process for process in processes if process.role == "forkserver"}
        for index, process in enumerate(processes):
            if process.role == "fork" and process.ppid in servers:
                # Ended before it could say who had asked the server for it: whoever started the server did.
                processes[index] = replace(process, role="process", asked_by=servers[process.ppid].ppid)
        return sorted(processes, key=lambda process: (process.pid != self.main, process.start, process.pid))

    def _process(self, pid: int) -> Process:
        traces = self.traces[pid]
        ended, waited = None, traces.waited or self.last
        start = traces.made or (self.begin if pid == self.main else waited)  # the first that is known of it
        how, ppid, argv = "exec" if traces.argv or pid == self.main else "fork", traces.parent, list(traces.argv)
        name, target, asked_by = "", "", 0
        for index, (moment, what, *rest) in enumerate(self.observed.get(pid, [])):
            if what == "start" and index == 0:
                start, how, argv = moment, "exec" if traces.argv else rest[0], rest[2] or argv
                ppid = ppid or rest[1]  # whoever started it knows for certain
            elif what == "start" and pid != self.main:  # a child that was forked first
                how, argv = rest[0], rest[2]
            elif what == "process":
                name, target, asked_by = rest
            elif what == "end":
                ended = moment
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
            watched=pid in self.observed,
            cut=any(what == "cut" for _, what, *_ in self.observed.get(pid, [])),
        )

    def problems(self, limit: float, processes: list[Process]) -> list[str]:
        """What the supervisor has to say against the run, a sentence each."""
        told = [what for _, what, *_ in self.supervisor]
        crowd = [rest[0] for _, what, *rest in self.supervisor if what == "crowd"]
        failed = [rest[0] for _, what, *rest in self.supervisor if what == "failed"]
        if self.main == 0 or failed:
            return ["; ".join(["it could not be started", *failed])]
        killed = {rest[0]: rest[1] for _, what, *rest in self.supervisor if what == "killed"}
        whom = [
            f"{p.name or p.role} (PID {', '.join(filter(None, [str(p.pid), killed[p.pid]]))})"
            for p in processes
            if p.pid in killed
        ]
        names = ", ".join(whom if len(whom) <= NAMED else [*whom[:NAMED], f"{len(whom) - NAMED} more"])
        seconds = f"{limit:g} second{'s' * (limit != 1)}"
        if "lost" in told:
            return [f"the process that watches it was stopped or killed; what was ended: {names or 'nothing'}"]
        if crowd:
            return [f"it started more than {crowd[0]} processes; all of them were ended"]
        if "dropped" in told:
            return [f"it was stopped; what was ended: {names or 'nothing'}"]
        if "limit" in told and self.main in killed:
            return [f"it did not end within {seconds}; what was ended: {names}"]
        if "limit" in told and killed:
            return [f"it left processes running, which were ended after {seconds}: {names}"]
        return []

    def notes(self, processes: list[Process]) -> list[str]:
        """What could not be watched, a sentence each."""
        unseen = [p for p in processes if not p.watched and PYTHON.match(Path(p.name).name)]
        return [
            f"{p.name} (PID {p.pid}) is a Python that could not be watched: it has another environment, may not write "
            "where the others do, or was told to leave `site` out"
            for p in unseen
            if self.main in self.observed  # or else nobody wanted to watch
        ]

    def ran(self) -> Iterator[Ran]:
        """The lines of the program that ran."""
        for pid, events in self.observed.items():
            for moment, what, *rest in events:
                if what == "line":
                    yield Ran(pid, rest[1], self.seconds(moment), rest[0])

    def calls(self, processes: list[Process]) -> Iterator[Call]:
        """The calls of the program's functions; those that did not return end with their process."""
        for process in processes:
            inside: dict[int, list[tuple[str, float]]] = defaultdict(list)
            for moment, what, *rest in self.observed.get(process.pid, []):
                if what == "call":
                    inside[rest[1]].append((rest[0], self.seconds(moment)))
                elif what == "return" and inside[rest[0]]:
                    name, start = inside[rest[0]].pop()
                    yield Call(process.pid, rest[0], name, len(inside[rest[0]]), start, self.seconds(moment))
            for thread, calls in inside.items():
                for depth, (name, start) in enumerate(calls):
                    yield Call(process.pid, thread, name, depth, start, process.end)


def _ending(exit_code: int | None, output: str) -> str:
    """How a program ended that ended by itself, a sentence for those who know no exit codes."""
    if exit_code is None:
        return "nobody knows how it ended"
    if exit_code < 0:
        return f"it was ended by {ending(exit_code)}, and not because of its limit"
    error = output.rstrip("\n").rpartition("\n")[2]
    if exit_code == 1 and NOT_PYTHON.match(error) and TRACEBACK not in output:
        return f"it is not valid Python and did not begin: {error}"
    return f"it ended by itself, with exit {exit_code}"


def _events(log: Path, steps: int = sys.maxsize) -> Iterator[Event]:
    if not log.exists():
        return
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if STEP.match(line):
            steps -= 1
            if steps < 0:
                continue
        try:
            yield ast.literal_eval(line)
        except (SyntaxError, ValueError):  # the last line of a process that was killed
            continue


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


def _characters(data: bytes, text: str) -> Any:
    """Turn a place in bytes into a place in characters."""
    if len(data) == len(text):
        return lambda place: place
    return lambda place: len(data[:place].decode(errors="backslashreplace"))
