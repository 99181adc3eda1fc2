"""Who is who in a run: what each process is called on a page, its colour, and its place among the others."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

from witness.exhibit.pieces import Piece
from witness.recording import MACHINERY, Process, Recording

COLOURS = 8
"""As many as assets/exhibit.css has."""
UNKNOWN = 0
"""Stands for whoever wrote what nobody is known to have written, as in `Line.speakers`."""
COLUMNS = 8
"""As many bars as stand beside a line of code, before processes of one name share one."""


@dataclass(frozen=True)
class Roster:
    """The processes of a run, as a reader meets them."""

    recording: Recording
    cast: dict[int, str]
    """What the promise calls them."""

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """A name for each PID: that of the cast as the program writes it, with a number where a group has several."""
        often, met, names = Counter(self.cast.values()), Counter[str](), {}
        for process in self.recording.processes:
            name = self.cast.get(process.pid, process.role)
            met[name] += 1
            shown = self.written(name)
            names[process.pid] = f"{shown} {met[name]}" if often[name] > 1 else shown
        return names

    def written(self, name: str) -> str:
        """A name of the cast as the program writes it: with a hyphen or a space where a promise can only have `_`."""
        like = re.escape(name).replace("_", "[-_ ]")
        found = re.search(rf"(?<![\w-]){like}(?![\w-])", self.recording.output) if "_" in name else None
        return found[0] if found else name

    @functools.cached_property
    def styles(self) -> dict[int, str]:
        """A style for each PID: the machinery of `multiprocessing` stays grey, unless the promise names it."""
        acting = [p.pid for p in self.recording.processes if p.pid in self.cast or p.role not in MACHINERY]
        styles = dict.fromkeys(self.names, "px")
        return styles | {pid: f"p{index % COLOURS}" for index, pid in enumerate(acting)}

    def style(self, name: str) -> str:
        """The style of a name: that of its process, or of the first of its group."""
        return next((self.styles[pid] for pid in self.names if name in (self.names[pid], self.cast.get(pid))), "px")

    def chip(self, pid: int, text: str = "") -> Piece:
        """A text in the colour of a process; its name if there is no text."""
        return Piece(text or self.names[pid], self.styles[pid], self.names[pid])

    @functools.cached_property
    def tree(self) -> list[tuple[int, Process]]:
        """The processes with their depth: each under the one that made it, in the order in which they were made."""
        tree: list[tuple[int, Process]] = []
        known = self.recording.by_pid

        def add(process: Process, depth: int) -> None:
            tree.append((depth, process))
            for child in sorted(self.recording.processes, key=lambda child: (child.made, child.pid)):
                if child.ppid == process.pid:
                    add(child, depth + 1)

        for process in self.recording.processes:
            if process.ppid not in known:
                add(process, 0)
        return tree

    @functools.cached_property
    def columns(self) -> dict[int, int]:
        """The place of each process's bar beside the code."""
        pids = [process.pid for _, process in self.tree if process.pid in {ran.pid for ran in self.recording.ran}]
        if len(pids) <= COLUMNS:
            return {pid: column for column, pid in enumerate(pids)}
        kinds = {pid: self.cast.get(pid, self.recording.by_pid[pid].role) for pid in pids}
        columns = {kind: column for column, kind in enumerate(dict.fromkeys(kinds.values()))}
        return {pid: min(columns[kind], COLUMNS - 1) for pid, kind in kinds.items()}


def ranges(numbers: list[int]) -> list[str]:
    """Numbers with those in a row put together: `1`, `3–5`."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [f"{group[0]}–{group[-1]}" if len(group) > 1 else str(group[0]) for group in groups]
