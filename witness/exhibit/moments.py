"""What happened in a run, moment by moment in the order of time: what a reader reads from top to bottom.

A moment is a line that was printed, or what a process did: it began, made another, waited, sent a signal or a message,
received one, acquired or released a lock, read or wrote a shared value, let others go on who waited for an event,
ended, was reaped or adopted, or was still there when a run that stood still was ended. A wait counts where somebody
else did something meanwhile, or where it was long enough to be felt; that a lock was held counts where anybody did
something meanwhile.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from witness.recording import MACHINERY, Process, Recording, Release, Wait

FELT = 0.04
"""Seconds of a wait through which nothing else happened, and yet it is told."""
MOST = 20
"""A run with more messages is about something else, and none is told; so it is with locks, and with what is set."""
What = Literal[
    "begins", "makes", "says", "waits", "goes on", "signals", "puts", "gets", "acquires", "releases", "reads",
    "writes", "sets", "ends",    "hangs", "reaps", "adopted",
]  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """One thing that happened."""

    time: float
    """Seconds since the run began."""
    pid: int
    """Whose doing it is; 0 if nobody knows."""
    what: What
    others: tuple[int, ...] = ()
    """The processes that were made, reaped or waited for, the receiver of a signal, the sender of what was received,
    the holder of the lock that was waited for, who went on by what was set, others who wrote the same line."""
    why: str = ""
    """What was waited for, as `recording.Wait` has it; what was sent, held or set, as the recording has it."""
    number: int = 0
    """Of the signal; or which line of the output was said, from 0; or which hold or access of the recording it is."""
    items: tuple[int, ...] = ()
    """Which messages of the recording were put or sent, or got or received; all of one kind, and from one sender."""
    line: int = 0
    """The line of the program on which the process stood; 0 if that is not known."""


def moments(recording: Recording) -> list[Moment]:
    """All that happened, in the order of time."""
    told = [*_lives(recording), *_said(recording), *_signals(recording), *_messages(recording)]
    stood = _Stood(recording)
    told += _accesses(recording)
    told += _holds(recording, told)
    told += [Moment(one.time, one.pid, "sets", one.to, one.what) for one in _sets(recording)]
    told += _waits(recording, told, stood)
    ordered = sorted(told, key=lambda one: (one.time, ORDER.index(one.what)))
    return [replace(one, line=stood.line(one.pid, one.time)) for one in _joined(ordered)]


ORDER: tuple[What, ...] = (
    "begins",
    "makes",
    "signals",
    "puts",
    "gets",
    "acquires",
    "reads",
    "writes",
    "sets",
    "says",
    "releases",
    "waits",
    "ends",
    "hangs",
    "adopted",
    "reaps",
    "goes on",
)
"""Of what happens at the same moment."""


def _lives(recording: Recording) -> Iterator[Moment]:
    """Who began, who made whom, how each ended, and who was reaped and adopted."""
    for process in recording.processes:
        known = process.ppid in recording.by_pid
        if known:
            yield Moment(process.made, process.ppid, "makes", (process.pid,))
        else:
            yield Moment(process.start, process.pid, "begins")
        yield Moment(process.end, process.pid, "hangs" if process.outlasted else "ends")
        if process.adopted is not None and process.role not in MACHINERY:
            yield Moment(process.adopted, process.pid, "adopted")
        if process.reaped and known and process.reaped_at is not None:
            yield Moment(process.reaped_at, process.ppid, "reaps", (process.pid,))


def _said(recording: Recording) -> Iterator[Moment]:
    """Each line of the output, when the last of it was written."""
    ends, place = [], 0
    for text in recording.output.splitlines(keepends=True):
        place += len(text)
        ends.append(place)
    last: dict[int, float] = {}
    for write in recording.writes:
        first = bisect_right(ends, write.start)
        for number in range(first, len(ends)):
            if ends[number] - 1 < write.start:
                continue
            if (ends[number - 1] if number else 0) >= write.end:
                break
            last[number] = max(last.get(number, 0.0), write.time)
    latest = 0.0
    for number, line in enumerate(recording.lines):
        latest = max(latest, last.get(number, latest))  # the terminal shows them in this order
        pid, *others = line.speakers or (0,)
        yield Moment(latest, pid, "says", tuple(others), number=number)


def _signals(recording: Recording) -> Iterator[Moment]:
    for signal in recording.signals:
        yield Moment(signal.time, signal.pid, "signals", (signal.to,), number=signal.number)


def _messages(recording: Recording) -> Iterator[Moment]:
    """Where each message was put or sent, and where it was got or received."""
    for index, one in enumerate(recording.messages if len(recording.messages) <= MOST else ()):
        if one.pid:
            yield Moment(one.sent, one.pid, "puts", why=one.what, items=(index,))
        if one.to:
            yield Moment(one.received, one.to, "gets", (one.pid,) if one.pid else (), one.what, items=(index,))


def _accesses(recording: Recording) -> list[Moment]:
    """Who read a shared value, and what it was and became; what one reads again and nobody has changed is told once."""
    told: list[Moment] = []
    last: dict[int, tuple[int, str]] = {}
    for index, one in enumerate(recording.accesses):
        again = one.before is None and last.get(one.thing) == (one.pid, one.text)
        last[one.thing] = one.pid, one.text
        if not again:
            told.append(Moment(one.time, one.pid, "reads" if one.before is None else "writes", number=index))
    return told if len(told) <= MOST else []


def _holds(recording: Recording, told: list[Moment]) -> Iterator[Moment]:
    """Where each lock was acquired and released, if that counts."""
    times = sorted(moment.time for moment in told)
    counting = [
        (index, hold)
        for index, hold in enumerate(recording.holds)
        if not hold.by or hold.end - hold.start > FELT or bisect_left(times, hold.end) > bisect_right(times, hold.start)
    ]
    for index, hold in counting if len(counting) <= MOST else ():
        yield Moment(hold.start, hold.pid, "acquires", why=hold.what, number=index)
        if hold.by:
            others = (hold.pid,) if hold.by != hold.pid else ()
            yield Moment(hold.end, hold.by, "releases", others, hold.what, number=index)


def _sets(recording: Recording) -> tuple[Release, ...]:
    """What let others go on, and is told."""
    return recording.releases if len(recording.releases) <= MOST else ()


def _held(recording: Recording, wait: Wait) -> tuple[tuple[int, ...], int]:
    """Who held the lock that was waited for, when the wait began or soon after, and which hold that is."""
    for index, hold in enumerate(recording.holds):
        if (hold.what, hold.thing) == ("lock", wait.thing) and hold.pid != wait.pid:
            over = hold.end if hold.by else recording.duration
            if hold.start < wait.end and wait.start < over:
                return (hold.pid,), index
    return (), 0


def _waits(recording: Recording, told: list[Moment], stood: _Stood) -> Iterator[Moment]:
    """The waits that count, and where they were over if that is not plain."""
    times = defaultdict(list)
    for moment in sorted(told, key=lambda moment: moment.time):
        times[moment.pid].append(moment.time)
    everyone = [(moment.time, moment.pid, moment.what) for moment in told]
    parents = {process.pid: process.ppid for process in recording.processes}

    def others_did(pid: int, start: float, end: float, *, but_end: bool = False) -> bool:
        return any(
            start < time < end and other != pid and not (but_end and what == "ends" and parents[other] == pid)
            for time, other, what in everyone
        )

    did = [(one.time, one.pid) for one in told if one.what != "ends"]
    met = {(one.pid, one.time) for one in _sets(recording) if one.what == "barrier"}  # who comes last does not wait
    busy = {pid: time for time, pid in sorted([*did, *((wait.end, wait.pid) for wait in recording.waits)])}
    counting = [
        wait
        for wait in _one_for_all(recording.waits, times, stood)
        if (wait.end - wait.start > FELT or others_did(wait.pid, wait.start, wait.end))
        and not _is_idle(recording.by_pid[wait.pid], wait, busy[wait.pid])
        and (wait.pid, wait.start) not in met
    ]
    let_go = [(one.what, pid, one.time) for one in _sets(recording) for pid in one.to]
    for wait in counting:
        times[wait.pid].append(wait.start)
    for wait in counting:
        others, hold = _held(recording, wait) if wait.thing else ((wait.of,) if wait.of else (), 0)
        yield Moment(wait.start, wait.pid, "waits", others, wait.what, hold)
        own = min((time for time in times[wait.pid] if time >= wait.end), default=recording.duration)
        is_told = any(wait.start < time < wait.end for *how, time in let_go if how == [wait.what, wait.pid])
        if not is_told and others_did(wait.pid, wait.end, own, but_end=True):  # of a child, whom it reaps
            yield Moment(wait.end, wait.pid, "goes on")


def _is_idle(process: Process, wait: Wait, over: float) -> bool:
    """Whether it is no event: a process is being made, or one that serves others has nothing to do for a while.

    Args:
        process: who waits.
        wait: for what.
        over: when it had last done something, or waited, before its end.
    """
    if wait.what == "task":  # it counts where none came any more
        return wait.end < process.end and (wait.end < over or wait.end - wait.start <= FELT)
    serves = process.role in ("manager", *MACHINERY)
    return wait.what == "start" or (serves and wait.what in ("message", "data"))


def _one_for_all(waits: tuple[Wait, ...], times: dict[int, list[float]], stood: _Stood) -> Iterator[Wait]:
    """The waits, with those for the same one as one where their process stood on one line and did nothing between."""
    last: dict[int, Wait] = {}
    for wait in waits:
        before = last.get(wait.pid)
        own = times.get(wait.pid, [])
        if (
            before
            and wait.what != "task"  # between two it did one
            and (before.what, before.of, before.thing) == (wait.what, wait.of, wait.thing)
            and bisect_right(own, before.start) == bisect_right(own, wait.start)
            and stood.line(wait.pid, before.start) == stood.line(wait.pid, wait.start)
        ):
            last[wait.pid] = replace(before, end=wait.end)
        else:
            if before:
                yield before
            last[wait.pid] = wait
    yield from last.values()


def _joined(ordered: list[Moment]) -> Iterator[Moment]:
    """The moments, with what one process makes, reaps, puts or gets without anything between as one."""
    held: Moment | None = None
    for moment in ordered:
        if held and (held.pid, held.what) == (moment.pid, moment.what):
            if held.what in ("makes", "reaps"):
                held = replace(held, others=(*held.others, *moment.others))
                continue
            if held.items and (held.why, held.others) == (moment.why, moment.others):
                held = replace(held, items=(*held.items, *moment.items))
                continue
        if held:
            yield held
        held = moment
    if held:
        yield held


class _Stood:
    """On which line of the program each process stood when: the last that its first thread ran, but for calls over."""

    def __init__(self, recording: Recording) -> None:
        self.ran: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self.calls: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for ran in recording.ran:
            if ran.thread == 0:
                self.ran[ran.pid].append((ran.time, ran.line))
        for call in recording.calls:
            if call.thread == 0:
                self.calls[call.pid].append((call.start, call.end))

    def line(self, pid: int, time: float) -> int:
        ran = self.ran.get(pid, [])
        place = bisect_right(ran, (time, sys.maxsize)) - 1
        while place >= 0:
            moment, line = ran[place]
            over = [start for start, end in self.calls.get(pid, []) if start <= moment <= end < time]
            if not over:
                return line
            place = bisect_left(ran, (min(over), 0)) - 1
        return 0
