"""What happened in a run, as plain data."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from dataclasses import dataclass
from typing import Any, Self

from witness.ending import HANGS, Ending

MACHINERY = ("forkserver", "resource_tracker")
"""Roles of processes that `multiprocessing` starts for itself."""
LIMIT = 10.0
"""The seconds that a run may take, where nobody says otherwise."""


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
    """Its own first moment, in seconds since the run began."""
    end: float
    """When it was gone, as whoever waited for it saw; else its own last word, or when somebody asked, if soon after."""
    exit_code: int | None
    """As `Process.exitcode` has it: minus the signal's number when a signal ended it; None if nobody could tell."""
    made: float = 0.0
    """The moment in its parent at which it was made."""
    reaped: bool = False
    """Whether its parent took its exit code: not an adopter, and not nobody."""
    reaped_at: float | None = None
    """The moment at which somebody took its exit code; from its end until then it is a zombie."""
    adopted: float | None = None
    """The moment at which its parent ended before it, and it got another: the nearest subreaper, or process 1."""
    watched: bool = True
    """False for a process of which nothing is known but its life: another program, or a Python without the observer."""
    cut: bool = False
    """Whether it ran more lines than were recorded."""
    outlasted: bool = False
    """Whether it was there when the run was ended because all of it stood still; then it has no exit code."""

    @property
    def ended(self) -> Ending:
        """How it ended, if it did."""
        return HANGS if self.outlasted else self.exit_code


@dataclass(frozen=True)
class Wait:
    """A call in which the first thread of a process could do nothing but wait."""

    pid: int
    what: str
    """For a `child` to end, `time`, a `lock`, `semaphore`, `event`, `condition` or `barrier`, a `message` or `room` for
    one, as a worker for a `task`, for a `result`, `workers`, `tasks` or a `thread` to end, a `signal`, `data` from a
    file or a socket; at the `start` of another process or thread for what that takes."""
    of: int
    """The PID of the process that it waited for; 0 if it was none in particular."""
    start: float
    end: float
    """Seconds since the run began; that of the process if the wait was not over by then."""
    thing: int = 0
    """Which lock, event or the like, as numbered in this run; 0 if it was none of `multiprocessing`."""


@dataclass(frozen=True)
class Hold:
    """A time for which a process held a lock or a semaphore of `multiprocessing`."""

    what: str
    """A `lock` or a `semaphore`."""
    pid: int
    thing: int
    """Which one, as numbered in this run."""
    start: float
    end: float
    """Seconds since the run began; that of the process if nobody released it."""
    by: int
    """Who released it; 0 if nobody did."""


@dataclass(frozen=True)
class Release:
    """What a process did that lets those go on who wait for it."""

    what: str
    """It set an `event`, notified those who wait for a `condition`, or came last to a `barrier`."""
    pid: int
    time: float
    """Seconds since the run began."""
    to: tuple[int, ...]
    """Who went on because of it, as far as that is known."""


@dataclass(frozen=True)
class Access:
    """A process read a shared `Value` of `multiprocessing`, or wrote it."""

    pid: int
    thing: int
    """Which one, as numbered in this run."""
    time: float
    """Seconds since the run began."""
    text: str
    """What it read, or what it wrote; cut to a few letters."""
    before: str | None
    """What was there before it was written; None if it was only read."""


@dataclass(frozen=True)
class Signal:
    """A signal that a process of the program sent."""

    pid: int
    to: int
    """The PID of the receiver; that of a group with a minus before it."""
    number: int
    time: float
    """Seconds since the run began."""


@dataclass(frozen=True)
class Message:
    """Something that one process said to another, or to itself, through a queue or a pipe of `multiprocessing`."""

    what: str
    """Through what: a `queue` or a `pipe`."""
    pid: int
    """Who sent it; 0 if nobody knows."""
    to: int
    """Who received it; 0 if nobody did, or nobody knows who."""
    sent: float
    """Seconds since the run began: when it was put into the queue, or sent."""
    received: float
    text: str
    """What it says, cut to a few letters; empty if that is not short and plain."""


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
class Ran:
    """One line of the program that a process executed."""

    pid: int
    thread: int
    """0 for the thread that the process began with."""
    time: float
    """Seconds since the run began."""
    line: int


@dataclass(frozen=True)
class Call:
    """One call of a function of the program."""

    pid: int
    thread: int
    name: str
    """The function with its arguments, where they are short and plain."""
    depth: int
    """How many calls it is inside of."""
    start: float
    end: float
    """Seconds since the run began; that of the process if the function did not return."""


@dataclass(frozen=True)
class Line:
    """One line of the output."""

    text: str
    """Without the newline; with the folders in a traceback's file names cut to `…/`."""
    speakers: tuple[int, ...]
    """The PIDs of those who wrote it, in order of first appearance: more than one if it is torn, none if unknown.

    In a torn line 0 stands for whoever wrote a part that nobody is known to have written.
    """
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
    ran: tuple[Ran, ...] = ()
    """The lines that ran, in the order of time."""
    calls: tuple[Call, ...] = ()
    """In the order of their starts."""
    waits: tuple[Wait, ...] = ()
    """In the order of their starts."""
    signals: tuple[Signal, ...] = ()
    """In the order of time."""
    messages: tuple[Message, ...] = ()
    """In the order in which they were sent, or received where nobody knows when that was."""
    holds: tuple[Hold, ...] = ()
    """In the order of their starts."""
    releases: tuple[Release, ...] = ()
    """In the order of time."""
    accesses: tuple[Access, ...] = ()
    """In the order of time."""
    ending: str = ""
    """One sentence: how the run ended, and why, for those who know no exit codes."""
    notes: tuple[str, ...] = ()
    """A sentence each: what could not be watched. Nothing is wrong with the program because of it."""

    def stands(self, pid: int) -> int | None:
        """The line on which a process stands, or stood when it ended: the last that its first thread ran.

        Returns:
            None if it ran no line of the program, or stopped telling of them because they were too many.
        """
        lines = [ran.line for ran in self.ran if (ran.pid, ran.thread) == (pid, 0)]
        return lines[-1] if lines and not self.by_pid[pid].cut else None

    @property
    def feature(self) -> tuple[int, int]:
        """The first two numbers of the Python's version."""
        major, minor, *_ = self.python.split(".")
        return int(major), int(minor)

    def to_json(self) -> str:
        """All of it as JSON."""
        facts = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return json.dumps(facts, ensure_ascii=False, default=vars)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The opposite of `to_json`.

        Raises:
            ValueError, TypeError, KeyError: the text is no recording.
        """
        facts: dict[str, Any] = json.loads(text)
        facts["problems"] = tuple(facts["problems"])
        facts["notes"] = tuple(facts["notes"])
        facts["processes"] = tuple(Process(**process) for process in facts["processes"])
        facts["writes"] = tuple(Write(**write) for write in facts["writes"])
        facts["ran"] = tuple(Ran(**ran) for ran in facts["ran"])
        facts["calls"] = tuple(Call(**call) for call in facts["calls"])
        facts["waits"] = tuple(Wait(**wait) for wait in facts["waits"])
        facts["messages"] = tuple(Message(**message) for message in facts["messages"])
        facts["holds"] = tuple(Hold(**hold) for hold in facts["holds"])
        facts["releases"] = tuple(Release(**one | {"to": tuple(one["to"])}) for one in facts["releases"])
        facts["accesses"] = tuple(Access(**one) for one in facts["accesses"])
        facts["signals"] = tuple(Signal(**signal) for signal in facts["signals"])
        return cls(**facts)

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        """The output line by line, each with its speakers."""
        lines = []
        place = 0
        written = [*reversed(self.writes)]
        for text in re.findall(r"[^\n]*\n|[^\n]+", self.output):
            end = place + len(text)
            inside: list[int] = []
            told = place
            while written and written[-1].start < end:
                write = written[-1]
                inside += [0] * (write.start > told) + [write.pid]
                told = write.end
                if told > end:
                    break
                written.pop()
            if inside and told < end:
                inside.append(0)
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
