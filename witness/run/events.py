"""What the observers and the supervisor write down: each kind of event, with what it tells.

One `repr` of a tuple a line: the moment (nanoseconds of the monotonic clock, which all processes share), the kind, and
the rest of its fields. A process that can have no log of its own writes in that of another, with `"of"` and its PID
between the moment and the kind.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from witness.errors import Mistake

STEPS = {"line", "call", "return", "write", "wrote"}
LIKE = re.compile(r"\((\d+), '?(\w+)'?(.*)\)")
PLAIN = re.compile(r", (\d+)(?:, (?:(\d+)|b'([^'\\]*)(\\n)?'))?|, '([^'\\]*)', (\d+)")
"""What most steps tell: a number and perhaps a second one, or bytes that are as they read but for a line's end; or a
text and a number."""


# -- of the supervisor -------------------------------------------------------------------------------------------------


class Begin(NamedTuple):
    """The supervisor is ready."""

    moment: int


class Program(NamedTuple):
    """The program has a process."""

    moment: int
    pid: int


class Failed(NamedTuple):
    """The program could not be started."""

    moment: int
    reason: str


class Limit(NamedTuple):
    """Its time is over."""

    moment: int
    most: int


class Dropped(NamedTuple):
    """Whoever runs it wants it no more."""

    moment: int
    most: int


class Crowd(NamedTuple):
    """It has more than `most` processes."""

    moment: int
    most: int


class Still(NamedTuple):
    """Nothing of it has run for some time."""

    moment: int
    most: int


class Lost(NamedTuple):
    """The supervisor itself was ended; the guard tells."""

    moment: int


class Killed(NamedTuple):
    """A process was left and had to be ended."""

    moment: int
    pid: int
    doing: str
    """What kept it from ending; may be empty."""


# -- of processes ------------------------------------------------------------------------------------------------------


class Fork(NamedTuple):
    """The process is about to fork."""

    moment: int


class Start(NamedTuple):
    """A process begins, or begins anew as another program: `how` is `fork` or `exec`."""

    moment: int
    how: str
    ppid: int
    argv: list[str]


class Started(NamedTuple):
    """The process has started a program in a process of its own."""

    moment: int
    pid: int
    argv: list[str]


class Exec(NamedTuple):
    """The process is about to become another program."""

    moment: int
    argv: list[str]


class System(NamedTuple):
    """A shell is about to do what the program asks for (`os.system`), or has done it."""

    moment: int
    begins: bool


class Named(NamedTuple):
    """The process is a `multiprocessing.Process`."""

    moment: int
    name: str
    target: str
    asked_by: int | None


class Waited(NamedTuple):
    """Somebody was told how a process ended."""

    moment: int
    pid: int
    exit_code: int


class Orphan(NamedTuple):
    """The process has asked for its parent, and got another one than before."""

    moment: int


class End(NamedTuple):
    """The process is about to end by itself."""

    moment: int


class Waits(NamedTuple):
    """The first thread of the process calls what may have to wait: `what` is for what, as `recording.Wait` has it."""

    moment: int
    what: str
    of: int
    """The PID of the process that is waited for; 0 or less if it is none in particular."""
    thing: str
    """Which lock or event or the like; empty if it is none that others can do something with."""


class Woke(NamedTuple):
    """That call is over."""

    moment: int
    answer: int | None
    """What it returned, if that was a number or a truth."""


class Sets(NamedTuple):
    """The process is about to set an event, or to notify those who wait for a condition: that is `what`."""

    moment: int
    what: str
    thing: str


class Signal(NamedTuple):
    """The process is about to send a signal, to another, to itself, or to a group, whose number is negative."""

    moment: int
    to: int
    number: int


class Unsent(NamedTuple):
    """The system refused the last signal."""

    moment: int


class Pipe(NamedTuple):
    """The process has made a pipe of `multiprocessing`, for itself or, if `what` is `queue`, for a queue."""

    moment: int
    what: str
    first: int
    """The inode of an end; what is sent at one end comes out at the other."""
    second: int
    """The same number if the system has one for both."""


class Put(NamedTuple):
    """The process is about to put something into a queue, which sends it later."""

    moment: int
    number: int
    text: str
    """What it says then, as that of what is sent."""


class Unput(NamedTuple):
    """The queue did not take it."""

    moment: int
    number: int


class Silent(NamedTuple):
    """The process has sent, or received, as many messages at this end of a pipe as are written down."""

    moment: int
    end: int
    """0 for all ends, both ways."""
    is_sent: bool


# -- of threads --------------------------------------------------------------------------------------------------------


class Writing(NamedTuple):
    """A thread is about to write to the output."""

    moment: int
    thread: int
    data: bytes


class Wrote(NamedTuple):
    """The last write that the thread began is over; None if nobody knows how much of it was made."""

    moment: int
    thread: int
    length: int | None


class Line(NamedTuple):
    """A thread, 0 for the first one, is about to run a line of the program."""

    moment: int
    line: int
    thread: int


class Call(NamedTuple):
    """A thread calls a function of the program."""

    moment: int
    label: str
    thread: int


class Return(NamedTuple):
    """A thread leaves a function of the program."""

    moment: int
    thread: int


class Sends(NamedTuple):
    """A thread is about to write a message into a pipe."""

    moment: int
    end: int
    thread: int
    length: int
    number: int
    """Of what was put, if it was; or else 0."""
    text: str
    """What it says, cut to a few letters; empty if that is not plain."""


class Sent(NamedTuple):
    """The last message that the thread began to write is written, or was not."""

    moment: int
    thread: int
    is_whole: bool


class Receives(NamedTuple):
    """A thread is about to read a message from a pipe."""

    moment: int
    end: int
    thread: int


class Received(NamedTuple):
    """It has read one of so many bytes; None if it has not."""

    moment: int
    thread: int
    length: int | None


class Took(NamedTuple):
    """A thread has acquired a lock or a semaphore: that is `what`."""

    moment: int
    what: str
    thing: str
    thread: int


class Gives(NamedTuple):
    """A thread is about to release it."""

    moment: int
    thing: str
    thread: int


class Reads(NamedTuple):
    """The process has read a shared value."""

    moment: int
    thing: str
    """Which one; empty if it reads and writes more than are written down."""
    text: str
    """What it has read."""


class Writes(NamedTuple):
    """The process has written a shared value."""

    moment: int
    thing: str
    before: str
    """What was there."""
    text: str
    """What is there now."""


class Cut(NamedTuple):
    """The process has run as many lines as are written down."""

    moment: int


Event: TypeAlias = (
    Begin | Program | Failed | Limit | Dropped | Crowd | Still | Lost | Killed | Fork | Start | Started | Exec | System
    | Named | Waited | Orphan | End | Waits | Woke | Sets | Signal | Unsent | Pipe | Put | Unput | Silent | Writing
    | Wrote | Line | Call | Return | Sends | Sent | Receives | Received | Took | Gives | Reads | Writes | Cut
)  # fmt: skip

KINDS: dict[str, Any] = {
    "begin": Begin,
    "program": Program,
    "failed": Failed,
    "limit": Limit,
    "dropped": Dropped,
    "crowd": Crowd,
    "still": Still,
    "lost": Lost,
    "killed": Killed,
    "fork": Fork,
    "start": Start,
    "started": Started,
    "exec": Exec,
    "system": System,
    "process": Named,
    "waited": Waited,
    "orphan": Orphan,
    "end": End,
    "waits": Waits,
    "woke": Woke,
    "sets": Sets,
    "signal": Signal,
    "unsent": Unsent,
    "pipe": Pipe,
    "put": Put,
    "unput": Unput,
    "silent": Silent,
    "write": Writing,
    "wrote": Wrote,
    "line": Line,
    "call": Call,
    "return": Return,
    "sends": Sends,
    "sent": Sent,
    "receives": Receives,
    "received": Received,
    "took": Took,
    "gives": Gives,
    "reads": Reads,
    "writes": Writes,
    "cut": Cut,
}


def read(log: Path, pid: int = 0, steps: int = sys.maxsize) -> dict[int, list[Event]]:
    """Read a log.

    Args:
        log: the file; it may be missing.
        pid: whose it is.
        steps: how many lines, calls and writes are of interest.

    Returns:
        The events of each process that wrote there.

    Raises:
        Mistake: a line tells what no observer would.
    """
    events: dict[int, list[Event]] = defaultdict(list)
    if not log.exists():
        return events
    for number, line in enumerate(log.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if not (like := LIKE.fullmatch(line)):  # the last line of a process that was killed
            continue
        if like[2] in STEPS:
            steps -= 1
            if steps < 0:
                continue
        try:
            what, rest = like[2], _values(like[3])
        except (SyntaxError, ValueError, TypeError):
            continue
        of = pid
        if what == "of":
            of, what, *rest = rest
        try:
            events[of].append(KINDS[what](int(like[1]), *rest))
        except (KeyError, TypeError):
            raise Mistake(f"{log.name}, line {number}: an event unknown to witness.run.events: {line[:80]}") from None
    return events


def _values(text: str) -> list[Any]:
    """What stands in a tuple after its first two. A literal is slow to evaluate, and there are many steps."""
    if not (plain := PLAIN.fullmatch(text)):
        values: list[Any] = ast.literal_eval(f"[{text[2:]}]")
        return values
    first, second, data, end, label, thread = plain.groups()
    if second is not None:
        return [int(first), int(second)]
    if data is not None:
        return [int(first), (data + "\n" if end else data).encode()]
    return [int(first)] if label is None else [label, int(thread)]
