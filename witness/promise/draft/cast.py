"""Names for the processes of several runs, the same in all of them, and the cast that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from witness.ending import ending
from witness.promise.draft.texts import shape
from witness.promise.language import OUTSIDE, UNKNOWN
from witness.recording import MACHINERY, Process, Recording

KINDS = {"fork": "child", "process": "child", "worker": "worker", "manager": "manager"}
ALIKE = 3
"""So many siblings that say the same are a group; fewer have a number each."""


@dataclass
class Casting:
    """Who is called what in each run."""

    recordings: Sequence[Recording]
    names: list[dict[int, str]] = field(default_factory=list)
    """For each run, by PID."""
    parents: dict[str, str] = field(default_factory=dict)
    """Each name's, in the order of the cast."""
    groups: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Name all processes, those of one parent after another."""
        alone = all(len(_acting(recording)) == 1 for recording in self.recordings)
        main = "main" if alone else "parent"
        self.parents[main] = ""
        self.names = [{recording.processes[0].pid: main} for recording in self.recordings]
        for parent in (waiting := [main]):
            waiting += self._children(parent)

    def _children(self, parent: str) -> list[str]:
        """Name the children of the processes called so; return the new names."""
        families: dict[str, list[list[Process]]] = {}
        for run, recording in enumerate(self.recordings):
            for process in sorted(_acting(recording), key=lambda process: (process.made, process.pid)):
                if self.names[run].get(process.asked_by) == parent and process.pid not in self.names[run]:
                    family = families.setdefault(_kind(process), [[] for _ in self.recordings])
                    family[run].append(process)
        new = []
        for kind, family in families.items():
            base = self._free(kind, parent)
            counts = {len(siblings) for siblings in family}
            group = kind == "worker" or parent in self.groups or len(counts) > 1 or self._alike(family)
            for siblings, names in zip(family, self.names, strict=True):
                for number, process in enumerate(siblings, 1):
                    names[process.pid] = base if group or counts == {1} else f"{base}_{number}"
            if group:
                self.groups.add(base)
            new += [base] if group or counts == {1} else [f"{base}_{n}" for n in range(1, max(counts) + 1)]
        self.parents |= dict.fromkeys(new, parent)
        return new

    def _free(self, kind: str, parent: str) -> str:
        taken = {re.sub(r"_\d+$", "", name) for name in self.parents}
        names = [kind, f"grand{kind}" if parent == "child" == kind else f"{parent}_{kind}"]
        return next(name for name in [*names, *(f"{parent}_{kind}_{n}" for n in range(99))] if name not in taken)

    def _alike(self, family: list[list[Process]]) -> bool:
        """Whether siblings are many, and say the same and end the same in each run."""
        return all(
            len(siblings) >= ALIKE
            and len({(process.ended, self._said(recording, process.pid)) for process in siblings}) == 1
            for recording, siblings in zip(self.recordings, family, strict=True)
        )

    def _said(self, recording: Recording, pid: int) -> tuple[str, ...]:
        return tuple(shape(line.text) for line in recording.lines if line.speakers == (pid,))

    @property
    def lines(self) -> list[str]:
        """The cast as a promise has it."""
        return self._under("", 0)

    def _under(self, parent: str, depth: int) -> list[str]:
        lines = []
        for name in [name for name, above in self.parents.items() if above == parent]:
            lines += ["  " * depth + self._role(name), *self._under(name, depth + 1)]
        return lines

    def _role(self, name: str) -> str:
        members = [
            [recording.by_pid[pid] for pid, known in names.items() if known == name]
            for recording, names in zip(self.recordings, self.names, strict=True)
        ]
        counts = {len(some) for some in members}
        many = f" * {min(counts)}" + (f"..{max(counts)}" if len(counts) > 1 else "") if name in self.groups else ""
        everyone = [process for some in members for process in some]
        codes = {process.ended for process in everyone}
        ways = sorted(UNKNOWN if code is None else ending(code) for code in codes)
        waited = all(process.role == "fork" and process.reaped for process in everyone)
        return f"{name}{many}: {' or '.join(ways)}{', reaped' if waited else ''}"


def name(recording: Recording) -> dict[int, str]:
    """Names for the processes of one run, by PID."""
    return Casting([recording]).names[0]


def _acting(recording: Recording) -> list[Process]:
    return [process for process in recording.processes if process.role not in MACHINERY]


def _kind(process: Process) -> str:
    if process.role in KINDS:
        return KINDS[process.role]
    name = re.sub(r"\W", "_", process.name.rpartition("/")[2])
    return name if name.isidentifier() and name not in (OUTSIDE, UNKNOWN, "each", "main", "parent") else "program"
