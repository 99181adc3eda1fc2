"""The moments in words: what was printed as it was printed, and in a sentence what else happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from witness.ending import ending
from witness.exhibit.graph import Graph, Row, Sign, Stroke
from witness.exhibit.moments import Moment
from witness.exhibit.pieces import Piece, printable
from witness.exhibit.roster import Roster
from witness.recording import Hold, Process

TRACEBACK = "Traceback (most recent call last):"
LONG = 8
"""A traceback of more lines is folded: its first line and its last say what it is about."""


@dataclass(frozen=True)
class Told:
    """A moment as it stands on a page."""

    what: str
    style: str
    name: str
    line: int
    """Of the program; 0 if none belongs to it."""
    pieces: tuple[Piece, ...]
    strokes: list[Stroke]
    signs: list[Sign]
    folded: int = 0
    """So many lines are in `pieces`, to be unfolded."""


@dataclass(frozen=True)
class Story:
    """The moments of a run, in one language."""

    graph: Graph
    label: Mapping[str, str]

    @property
    def roster(self) -> Roster:
        """Who is who."""
        return self.graph.roster

    def __iter__(self) -> Iterator[Told]:
        """From the first to the last."""
        rows = self.graph.rows()
        number = 0
        while number < len(rows):
            yield self._told(number, rows[number])
            number += 1
            if count := self._middle(rows[number - 1 :]):
                yield self._folded(rows[number : number + count])
                number += count

    @property
    def note(self) -> str:
        """A sentence about lines that nobody is known to have written; empty if there are none."""
        if all(line.speakers and all(line.speakers) for line in self.roster.recording.lines):
            return ""
        silent = [self.roster.names[p.pid] for p in self.roster.recording.processes if not p.watched]
        perhaps = self.label["perhaps"].format(names=self.label["list"].join(silent))
        return self.label["unknown lines"] + (f"{self.label['space']}{perhaps}" if silent else "")

    def _told(self, number: int, row: Row) -> Told:
        moment = row.moment
        pieces = self._said(moment) if moment.what == "says" else self._done(number, moment)
        return Told(
            moment.what.replace(" ", "-"),
            self.roster.styles.get(moment.pid, "px"),
            self.roster.names.get(moment.pid, self.label["unknown"]),
            moment.line,
            tuple(pieces),
            row.strokes,
            row.signs,
        )

    def _middle(self, rows: list[Row]) -> int:
        """How many rows behind the first are folded: the middle of a long traceback."""
        if self._text(rows[0]) != TRACEBACK:
            return 0
        count = 1
        while count < len(rows) and (text := self._text(rows[count])) and text.startswith(" "):
            if rows[count].moment.pid != rows[0].moment.pid:
                return 0
            count += 1
        return count - 1 if count + 1 > LONG else 0  # one more: what was raised

    def _text(self, row: Row) -> str:
        """What was printed, if anything was."""
        return self.roster.recording.lines[row.moment.number].text if row.moment.what == "says" else ""

    def _folded(self, rows: list[Row]) -> Told:
        """Several lines as one: the graph beside them begins as that of the first and ends as that of the last."""
        first, last = self._told(0, rows[0]), self._told(0, rows[-1])
        pieces = [piece for row in rows for piece in (*self._said(row.moment), Piece("\n"))][:-1]
        strokes = [s for s in first.strokes if s.y1 == 0] + [s for s in last.strokes if s.y1]
        return replace(first, pieces=tuple(pieces), strokes=strokes, folded=len(rows))

    def _said(self, moment: Moment) -> Iterator[Piece]:
        for index, part in enumerate(re.split(r"(\d+)", printable(self.roster.recording.lines[moment.number].text))):
            if index % 2 and int(part) in self.roster.names:
                yield self.roster.chip(int(part), part)
            elif part:
                yield Piece(part)

    def _done(self, number: int, moment: Moment) -> Iterator[Piece]:
        """The sentence of a moment that printed nothing."""
        process = self.roster.recording.by_pid[moment.pid]
        code = process.exit_code
        key, word = self._key(moment, code), ""
        if moment.what == "signals":
            word = ending(-moment.number)
        elif moment.what == "ends" and code is not None:
            word = ending(code)
        text = self.label[key]
        if moment.what == "ends" and self._lingers(number, process):
            text += self.label["zombie"]
        if moment.what in ("ends", "hangs") and any(
            held.pid == moment.pid and held.end >= moment.time for held in self._kept
        ):
            text += self.label["kept"]
        for part in re.split(r"(\{\w+\})", text):
            if part == "{name}":
                yield self.roster.chip(moment.pid)
            elif part == "{others}":
                yield from self._chips(moment.others)
            elif part == "{items}":
                yield from self._items(moment)
            elif part in ("{value}", "{before}"):
                access = self.roster.recording.accesses[moment.number]
                yield Piece(printable((access.before or "") if part == "{before}" else access.text), "item")
            elif part == "{thing}" and moment.what in ("reads", "writes"):
                yield Piece(self._value(moment))
            elif part == "{thing}":
                yield Piece(self._thing(moment))
            elif part:
                yield Piece(part.format(code=code, signal=word, group=-sum(moment.others)) if "{" in part else part)

    def _lingers(self, number: int, process: Process) -> bool:
        """Whether something happened between the end of a process, in this row, and the moment it was reaped."""
        gone = self.graph.spans[process.pid][2]
        return (process.reaped_at or 0.0) > process.end and gone - number > (1 if process.reaped else 0)

    def _chips(self, pids: tuple[int, ...]) -> Iterator[Piece]:
        for index, pid in enumerate(pids):
            if index:
                yield Piece(self.label["list"])
            yield self.roster.chip(pid) if pid in self.roster.names else Piece(str(pid))

    @property
    def _kept(self) -> list[Hold]:
        """The locks that their holders did not release."""
        return [hold for hold in self.roster.recording.holds if hold.what == "lock" and hold.by != hold.pid]

    def _thing(self, moment: Moment) -> str:
        """The lock that it is about; with a number where there are several."""
        holds = self.roster.recording.holds
        told = [one for one in self.graph.moments if one.what == "acquires" and one.why == moment.why]
        things = list(dict.fromkeys(holds[one.number].thing for one in told))
        thing = holds[moment.number].thing
        if len(things) < 2 or thing not in things:
            return self.label[f"the {moment.why}"]
        return self.label[f"{moment.why} of several"].format(number=things.index(thing) + 1)

    def _value(self, moment: Moment) -> str:
        """The shared value that it is about; with a number where there are several."""
        accesses = self.roster.recording.accesses
        told = [one for one in self.graph.moments if one.what in ("reads", "writes")]
        things = list(dict.fromkeys(accesses[one.number].thing for one in told))
        if len(things) < 2:
            return self.label["the value"]
        return self.label["value of several"].format(number=things.index(accesses[moment.number].thing) + 1)

    def _items(self, moment: Moment) -> Iterator[Piece]:
        """What messages say; of those of which that is not known, what they are."""
        for index, item in enumerate(moment.items):
            if index:
                yield Piece(self.label["list"])
            text = self.roster.recording.messages[item].text
            yield Piece(printable(text), "item") if text else Piece(self.label[f"item {moment.why}"])

    def _key(self, moment: Moment, code: int | None) -> str:
        processes = self.roster.recording.by_pid
        if moment.what == "waits" and moment.why == "child" and not moment.others:
            return "waits any child"
        if moment.what == "waits" and moment.why == "lock" and moment.others:
            (holder,) = moment.others
            return "waits lock kept" if processes[holder].end <= moment.time else "waits lock held"
        if moment.what == "waits":
            return f"waits {moment.why}"
        if moment.what in ("acquires", "releases"):
            return f"{moment.what} of other" if moment.others else moment.what
        if moment.what == "sets":
            return f"sets {moment.why}" if moment.others else f"sets {moment.why} alone"
        if moment.items:
            known = moment.what == "puts" or moment.others
            return f"{moment.what} {moment.why}" if known else f"{moment.what} {moment.why} unknown"
        if moment.what == "signals":
            (to,) = moment.others
            if to == moment.pid:
                return "signals itself"
            return "signals" if to > 0 else "signals group" if to else "signals own group"
        if moment.what == "makes" and all(processes[pid].role == "fork" for pid in moment.others):
            return "makes fork"
        if moment.what == "ends":
            return "ends unseen" if code is None else "ends exit" if code >= 0 else "ends killed"
        return moment.what
