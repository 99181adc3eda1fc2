"""What the processes said to one another: which message that was received is which that was sent.

A message is like a write to the output: noted before and after, so that it happened between two moments, and attributed
afterwards; nothing is added to what goes through a pipe. A pipe keeps its order, so this is counted: the tenth that was
sent is the tenth that was received. The order is known where one call was over before the next began: of one process it
is, and of several that write to a queue, which has a lock for that. Where two overlap, or a process was killed in the
middle of one, or has sent more than is written down, it is not known which was first, and nothing is said of them; nor
once the number of bytes was another. One that came out before anybody else began to send was sent, though its sender
was killed before that was written down.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from witness.recording import Message
from witness.run import events
from witness.run.processes import Processes
from witness.run.written import NEVER


@dataclass
class _Passage:
    """A message on its way into a pipe or out of it."""

    pid: int
    thread: int
    begin: int
    end: int = NEVER
    """`NEVER` if it is not known that it was over."""
    length: int = -1
    number: int = 0
    text: str = ""
    is_refused: bool = False
    """Whether it was not sent, for all that is known."""
    told: int = 0
    """The moment that counts for a reader: when it was put into a queue, or when whoever waited for it went on."""


@dataclass
class _Channel:
    """One direction of a pipe."""

    what: str
    passages: dict[bool, list[_Passage]] = field(default_factory=lambda: {True: [], False: []})
    """What was sent (True), and what was received."""
    silent: dict[bool, int] = field(default_factory=lambda: {True: NEVER, False: NEVER})
    """From when on not all of it is written down."""


@dataclass
class _Pipe:
    moment: int
    what: str
    ends: tuple[int, int]
    channels: dict[int, _Channel]
    """By the end at which it is sent."""

    def channel(self, end: int, is_sent: bool) -> _Channel:
        first, second = self.ends
        return self.channels[end if is_sent else first + second - end]


def messages(run: Processes) -> list[Message]:
    """All that were sent or received, in the order of time."""
    found: list[Message] = []
    pipes = _Pipes(run)
    for log in (_Log(pid, run, pipes) for pid in run.observed):
        found += log.unsent()
    for channel in pipes.channels():
        found += _met(run, channel)
    return sorted(found, key=lambda one: one.sent if one.pid else one.received)


class _Pipes:
    """The pipes that the program has made."""

    def __init__(self, run: Processes) -> None:
        self._by_end: dict[int, list[_Pipe]] = defaultdict(list)
        for event in (event for log in run.observed.values() for event in log if isinstance(event, events.Pipe)):
            ends = event.first, event.second
            pipe = _Pipe(event.moment, event.what, ends, {end: _Channel(event.what) for end in ends})
            for end in set(ends):
                self._by_end[end].append(pipe)
        for pipes in self._by_end.values():
            pipes.sort(key=lambda pipe: pipe.moment)

    def find(self, end: int, moment: int) -> _Pipe | None:
        """The pipe that had this end then: the system gives a number again once it is free."""
        before = [pipe for pipe in self._by_end.get(end, ()) if pipe.moment <= moment]
        return before[-1] if before else None

    def channels(self) -> Iterator[_Channel]:
        """All of them, each once."""
        seen = {
            id(channel): channel for pipes in self._by_end.values() for p in pipes for channel in p.channels.values()
        }
        yield from seen.values()


class _Log:
    """What one process wrote down of messages."""

    def __init__(self, pid: int, run: Processes, pipes: _Pipes) -> None:
        self.pid, self.run, self.pipes = pid, run, pipes
        self.puts: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        self.sent: set[int] = set()
        self._open: dict[int, list[_Passage]] = defaultdict(list)
        self._waits: events.Waits | None = None
        self._in_wait: list[_Passage] = []
        self._room: list[int] = []  # what is put into a queue that is full
        for event in run.observed[pid]:
            self._take(event)

    def _take(self, event: events.Event) -> None:
        if isinstance(event, events.Waits):
            self._waits, self._in_wait, self._room = event, [], []
        elif isinstance(event, events.Woke):
            for passage in self._in_wait:
                passage.told = event.moment
            for number in self._room:
                self.puts[number] = event.moment
            self._waits, self._in_wait, self._room = None, [], []
        elif isinstance(event, events.Put):
            self.puts[event.number] = event.moment
            self.texts[event.number] = event.text
            if self._waits and self._waits.what == "room":
                self._room.append(event.number)
        elif isinstance(event, events.Unput):
            self.puts.pop(event.number, None)
            self._room = [number for number in self._room if number != event.number]
        elif isinstance(event, events.Silent) and not event.end:
            for channel in self.pipes.channels():
                channel.silent = {way: min(moment, event.moment) for way, moment in channel.silent.items()}
        elif isinstance(event, events.Silent) and (pipe := self.pipes.find(event.end, event.moment)):
            silent = pipe.channel(event.end, event.is_sent).silent
            silent[event.is_sent] = min(silent[event.is_sent], event.moment)
        elif isinstance(event, events.Sends | events.Receives):
            self._begin(event)
        elif isinstance(event, events.Sent | events.Received) and (begun := self._open[event.thread]):
            self._over(begun.pop(), event)

    def _begin(self, event: events.Sends | events.Receives) -> None:
        passage = _Passage(self.pid, event.thread, event.moment)
        self._open[event.thread].append(passage)
        if isinstance(event, events.Sends):
            passage.length, passage.number, passage.text = event.length, event.number, event.text
            self.sent.add(event.number)
            passage.told = min(self.puts.get(event.number, event.moment), event.moment)
            if event.number in self._room:  # it was put, though the call is not over
                self._room.remove(event.number)
                self.puts[event.number] = passage.told = event.moment
        if pipe := self.pipes.find(event.end, event.moment):
            is_sent = isinstance(event, events.Sends)
            pipe.channel(event.end, is_sent).passages[is_sent].append(passage)

    def _over(self, passage: _Passage, event: events.Sent | events.Received) -> None:
        if isinstance(event, events.Sent):
            passage.end, passage.is_refused = (event.moment, False) if event.is_whole else (NEVER, True)
        elif event.length is not None:
            passage.end = passage.told = event.moment
            passage.length = event.length
            if self._waits:
                self._in_wait.append(passage)

    def unsent(self) -> Iterator[Message]:
        """What was put into a queue, and never came out of the process."""
        for number, moment in self.puts.items():
            if number not in self.sent:
                time = self.run.seconds(moment)
                yield Message("queue", self.pid, 0, time, time, self.texts[number])


def _met(run: Processes, channel: _Channel) -> Iterator[Message]:
    """The messages of a channel: whoever sent and received each, as far as that is known."""
    received = _ordered(channel.passages[False], channel.silent[False])
    _complete(channel, received)
    sent = _ordered(channel.passages[True], channel.silent[True])
    pairs: dict[int, _Passage] = {}  # by the identity of what was sent
    for out, into in zip(sent, received, strict=False):
        if out is None or into is None:
            continue
        if out.length != into.length or into.end < out.begin:
            break
        pairs[id(out)] = into
    for passage in (one for one in channel.passages[True] if not one.is_refused or id(one) in pairs):
        time = run.seconds(passage.told)
        into = pairs.get(id(passage))
        to, got = (into.pid, run.seconds(into.told)) if into else (0, time)
        yield Message(channel.what, passage.pid, to, time, got, passage.text)
    known = {id(into) for into in pairs.values()}
    for passage in channel.passages[False]:
        if id(passage) not in known and passage.end != NEVER:
            time = run.seconds(passage.told)
            yield Message(channel.what, 0, passage.pid, time, time, "")


def _complete(channel: _Channel, received: list[_Passage | None]) -> None:
    """Give an end to those that were sent, and of which that is known only because they were received."""
    sent = sorted(channel.passages[True], key=lambda one: one.begin)
    for index, one in enumerate(sent[: len(received)]):
        if one.end == NEVER:
            into, after = received[index], min([channel.silent[True], *(other.begin for other in sent[index + 1 :])])
            if into is None or into.length != one.length or not one.begin < into.end < after:
                return
            if any(other.end > one.begin for other in sent[:index]):
                return
            one.end = into.end


def _ordered(passages: list[_Passage], silent: int) -> list[_Passage | None]:
    """The messages in the order in which they went through; None where one stands of which that is not known."""
    until = min([silent, *(one.begin for one in passages if one.end == NEVER)])
    whole = sorted((one for one in passages if one.end < until), key=lambda one: one.end)
    unsure = set()
    for index, one in enumerate(whole):
        for other in itertools.islice(whole, index + 1, None):
            if other.begin < one.end and (one.pid, one.thread) != (other.pid, other.thread):
                unsure |= {id(one), id(other)}
    return [None if id(one) in unsure else one for one in whole]
