"""What happened in a run, as plain data."""

from __future__ import annotations

import ast
import dataclasses
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from witness import merge

MACHINERY = ("forkserver", "resource_tracker")
"""Roles of processes that `multiprocessing` starts for itself."""


@dataclass(frozen=True)
class Process:
    """One process of a run."""

    pid: int
    ppid: int
    """The PID of its real parent when it began."""
    asked_by: int
    """The PID of the process that asked for it: another than `ppid` where a forkserver made it."""
    role: str
    """`main`, `fork`; of `multiprocessing` `process`, `worker`, `manager`, `MACHINERY`; `program` for another."""
    name: str
    """The name of the `multiprocessing.Process`, or the program's; may be empty."""
    start: float
    """Seconds since the run began."""
    end: float
    """Seconds since the run began."""
    exit_code: int | None
    """As `Process.exitcode` has it: minus the signal's number when a signal ended it; None if nobody could tell."""


@dataclass(frozen=True)
class Write:
    """One `write(2)` that reached the reader."""

    pid: int
    time: float
    """Seconds since the run began."""
    start: int
    """Its place in the output, in characters."""
    end: int


@dataclass(frozen=True)
class Line:
    """One line of the output."""

    text: str
    """Without the newline; with the folders in a traceback's file names cut to `…/`."""
    speakers: tuple[int, ...]
    """The PIDs of those who wrote it, in order of first appearance: more than one if it is torn, none if unknown."""
    ended: bool
    """Whether a newline ended it."""


@dataclass(frozen=True)
class Recording:
    """One run of a program."""

    program: str
    """The file's name."""
    python: str
    """The version, for instance `3.14.8`."""
    platform: str
    """`sys.platform`."""
    start_method: str
    """The default start method there."""
    stdout: str
    """`terminal` or `pipe`."""
    output: str
    exit_code: int | None
    duration: float
    """Seconds from the beginning until the last process had ended."""
    problems: tuple[str, ...]
    """A sentence each; none when the program ended by itself and left nothing running."""
    processes: tuple[Process, ...]
    """The first is the program's own; the others in the order in which they began."""
    writes: tuple[Write, ...]
    """In the order of the output."""

    def to_json(self) -> str:
        """All of it as JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The opposite of `to_json`.

        Raises:
            ValueError, TypeError, KeyError: the text is no recording.
        """
        facts: dict[str, Any] = json.loads(text)
        facts["problems"] = tuple(facts["problems"])
        facts["processes"] = tuple(Process(**process) for process in facts["processes"])
        facts["writes"] = tuple(Write(**write) for write in facts["writes"])
        return cls(**facts)

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        """The output line by line, each with its speakers."""
        lines = []
        place = 0
        for text in re.findall(r"[^\n]*\n|[^\n]+", self.output):
            end = place + len(text)
            inside = [write.pid for write in self.writes if write.start < end and write.end > place]
            ended = text.endswith("\n")
            lines.append(Line(cut_folders(text.removesuffix("\n")), tuple(dict.fromkeys(inside)), ended))
            place = end
        return tuple(lines)

    @functools.cached_property
    def by_pid(self) -> dict[int, Process]:
        """The processes by their PIDs."""
        return {process.pid: process for process in self.processes}


FOLDERS = r"(?:/[^\"]*/lib/python3[^/\"]*/|/[^\"]*/)"
IN_TRACEBACK = re.compile(rf'(?<=File "){FOLDERS}(?=[^"]+")')
IN_SYNTAX = re.compile(rf"(?<= in file ){FOLDERS}(?=.* on line \d+)")
IN_WARNING = re.compile(rf'^{FOLDERS}(?=[^"]*\.py:\d+: \w*Warning: )')


def cut_folders(line: str) -> str:
    """Cut the folders off the file names in tracebacks and warnings: they tell of the machine, not of the program."""
    return IN_SYNTAX.sub("…/", IN_WARNING.sub("…/", IN_TRACEBACK.sub("…/", line)))


def read(logs: Path, output: bytes, limit: float, problems: list[str], **facts: Any) -> Recording:
    """Put a recording together from what the keeper and the observers wrote down.

    Args:
        logs: the folder with `keeper.log` and the observers' logs.
        output: what the reader saw, in bytes.
        limit: the seconds that the run had.
        problems: what went wrong as seen from outside.
        facts: the fields of `Recording` that are known from outside: `program`, `python`, `platform`, `start_method`
            and `stdout`.
    """
    keeper = list(_events(logs / "keeper.log"))
    observed = {int(log.stem): list(_events(log)) for log in logs.glob("*[0-9].log")}
    begin = keeper[0][0] if keeper else 0

    def seconds(moment: int) -> float:
        return round((moment - begin) / 1e9, 6)

    exits: dict[int, tuple[int, int]] = {}
    started: dict[int, tuple[int, int, list[str]]] = {}
    for pid, events in [*observed.items(), (0, keeper)]:
        forked = begin
        for moment, what, *rest in events:
            if what == "waited" and rest[0] not in exits:
                exits[rest[0]] = (moment, rest[1])
            elif what == "started":
                started[rest[0]] = (moment, pid, rest[1])
            elif what == "fork":
                forked = moment
            if what == "waited" and rest[0] not in observed:
                # Ended before it could say a word; who waited for it had made it.
                started.setdefault(rest[0], (forked, pid, []))
    main = next((rest[0] for _, what, *rest in keeper if what == "program"), 0)
    last = max([moment for moment, *_ in keeper] + [moment for moment, _ in exits.values()], default=begin)

    processes = []
    for pid in {main, *observed, *started} - {0}:
        moment, ppid, argv = started.get(pid, (begin, 0, []))
        waited, exit_code = exits.get(pid, (last, None))
        processes.append(_process(pid, observed.get(pid, []), (moment, ppid, argv), waited, exit_code, main, seconds))
    processes = [_asked(process, processes) for process in processes]
    processes.sort(key=lambda process: (process.pid != main, process.start, process.pid))

    problems = problems + _problems(keeper, main, limit, {process.pid: process for process in processes})
    spans = merge.merge(
        output, {pid: [(e[0], e[2]) for e in events if e[1] == "write"] for pid, events in observed.items()}
    )
    text = output.decode(errors="backslashreplace")
    place = _characters(output, text)
    return Recording(
        output=text,
        exit_code=next((p.exit_code for p in processes if p.pid == main), None),
        duration=seconds(last),
        problems=tuple(problems),
        processes=tuple(processes),
        writes=tuple(Write(s.pid, seconds(s.moment), place(s.start), place(s.end)) for s in spans),
        **facts,
    )


def _problems(keeper: list[tuple[Any, ...]], main: int, limit: float, known: dict[int, Process]) -> list[str]:
    told = [what for _, what, *_ in keeper]
    if main == 0 or "failed" in told:
        return ["; ".join(["it could not be started", *(rest[0] for _, what, *rest in keeper if what == "failed")])]
    killed = [rest[0] for _, what, *rest in keeper if what == "killed"]
    names = ", ".join(f"{known[pid].name or known[pid].role} (PID {pid})" for pid in killed if pid in known)
    if "dropped" in told:
        return [f"it was stopped; ended with it: {names}"]
    if "limit" in told and main in killed:
        return [f"it did not end within {limit:g} seconds; what was ended: {names}"]
    if "limit" in told:
        return [f"it left processes running, which were ended after {limit:g} seconds: {names}"]
    return []


def _events(log: Path) -> Iterator[tuple[Any, ...]]:
    if not log.exists():
        return
    for line in log.read_text(errors="replace").splitlines():
        try:
            yield ast.literal_eval(line)
        except (SyntaxError, ValueError):  # the last line of a process that was killed
            continue


def _process(
    pid: int,
    events: list[tuple[Any, ...]],
    started: tuple[int, int, list[str]],
    waited: int,
    exit_code: int | None,
    main: int,
    seconds: Any,
) -> Process:
    start, ppid, argv = started
    how, name, target, asked_by, ended = "program" if argv else "fork", "", "", None, None
    for index, (moment, what, *rest) in enumerate(events):
        if what == "start" and index == 0:
            how, said, argv = rest
            start, ppid = moment, ppid or said  # whoever started it knows for certain
        elif what == "process":
            name, target, asked_by = rest
        elif what == "end":
            ended = moment
    return Process(
        pid=pid,
        ppid=ppid,
        asked_by=asked_by or ppid,
        role="main" if pid == main else _role(how, name, target, argv),
        name=name or (Path(argv[-1] if pid == main else argv[0]).name if argv else ""),
        start=seconds(start),
        end=seconds(min(ended or waited, waited)),
        exit_code=exit_code,
    )


def _asked(process: Process, processes: list[Process]) -> Process:
    """A child of the forkserver that was ended before it could say who asked for it: whoever started the server did."""
    servers = [other for other in processes if other.pid == process.ppid and other.role == "forkserver"]
    if process.role == "fork" and servers:
        return dataclasses.replace(process, role="process", asked_by=servers[0].ppid)
    return process


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
