"""What the reader's terminal shows: each line with whoever wrote it, and what is to be said where nobody knows who."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from witness.exhibit.pieces import Piece, printable
from witness.exhibit.roster import UNKNOWN, Roster
from witness.recording import Line


@dataclass(frozen=True)
class Said:
    """A line of the output."""

    who: str
    """Its speakers; empty where they are those of the line above."""
    style: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Output:
    """The output of a run, in one language."""

    roster: Roster
    label: Mapping[str, str]

    @property
    def command(self) -> str:
        """What was typed."""
        recording = self.roster.recording
        return f"python {recording.program}" + (" 2>&1 | cat" if recording.stdout == "pipe" else "")

    @property
    def lines(self) -> Iterator[Said]:
        """Line by line, with the speaker where the speaker changes."""
        speakers: tuple[int, ...] | None = None
        for line in self.roster.recording.lines:
            yield self._said(line, line.speakers != speakers)
            speakers = line.speakers

    def _said(self, line: Line, first: bool) -> Said:
        pids = line.speakers or (UNKNOWN,)
        names = "+".join(self.roster.names.get(pid, self.label["unknown"]) for pid in pids)
        title = self.label["spoken"].format(name=names) if any(line.speakers) else self.label["unknown line"]
        return Said(
            names if first else "", self.roster.styles.get(pids[0], "px"), title, tuple(self._pieces(line.text))
        )

    def _pieces(self, text: str) -> Iterator[Piece]:
        for index, part in enumerate(re.split(r"(\d+)", printable(text))):
            if index % 2 and int(part) in self.roster.names:
                yield self.roster.chip(int(part), part)
            elif part:
                yield Piece(part)

    @property
    def note(self) -> str:
        """A sentence about lines that nobody is known to have written; empty if there are none."""
        if all(line.speakers and all(line.speakers) for line in self.roster.recording.lines):
            return ""
        silent = [self.roster.names[p.pid] for p in self.roster.recording.processes if not p.watched]
        perhaps = self.label["perhaps"].format(names=self.label["list"].join(silent))
        return self.label["unknown lines"] + (f"{self.label['space']}{perhaps}" if silent else "")
