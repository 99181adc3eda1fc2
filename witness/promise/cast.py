"""The cast of a promise as it is held to a run: which process may be called what, and what is wrong with its life."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from witness.ending import ending
from witness.promise.language import Promise, Role
from witness.promise.state import Asked, Names
from witness.recording import MACHINERY, Process, Recording


@dataclass(frozen=True)
class Cast:
    """The roles that are there in this run, and the processes that have to play them."""

    roles: dict[str, Role]
    processes: dict[int, Process]
    """By PID; without the machinery of `multiprocessing` that the cast does not name."""
    root: int
    """The PID of the program's own process."""
    strict: bool
    """Whether nobody is named who ended otherwise than promised."""

    @property
    def below(self) -> dict[str, list[Role]]:
        """For each role, those whom it starts, in the order of the cast."""
        below: dict[str, list[Role]] = {name: [] for name in self.roles}
        for role in self.roles.values():
            if role.parent in below:
                below[role.parent].append(role)
        return below

    @property
    def children(self) -> dict[int, list[int]]:
        """For each process, those whom it started, in the order in which they were made."""
        children: dict[int, list[int]] = {pid: [] for pid in self.processes}
        for process in sorted(self.processes.values(), key=made):
            parent = self.parent(process)
            if parent in children and process.pid != self.root:
                children[parent].append(process.pid)
        return children

    def parent(self, process: Process) -> int:
        """Who started it, as the cast has it: machinery that the cast does not name is passed over."""
        return process.ppid if "forkserver" in self.roles else process.asked_by

    def may_play(self, pid: int, name: str) -> bool:
        """Whether the process is of the kind that may be called so."""
        process, role = self.processes[pid], self.roles[name]
        if (process.role in MACHINERY or name in MACHINERY) and process.role != name:
            return False
        return (role.parent is None) == (pid == self.root)

    def named(self, names: Names, pid: int, name: str) -> Names | None:
        """The names when `pid` is called `name`, and its parent as the cast says; None if that cannot be."""
        while True:
            if (known := names.roles.get(pid)) is not None:
                return names if known == name else None
            if pid not in self.processes or name not in self.roles or not self.may_play(pid, name):
                return None
            role = self.roles[name]
            if (not role.group and name in names.single) or (self.strict and self.fault(pid, role, ())):
                return None
            single = names.single if role.group else names.single.put(name, pid)
            names = Names(names.roles.put(pid, name), single)
            if role.parent is None:
                return names
            pid, name = self.parent(self.processes[pid]), role.parent

    def size(self, name: str) -> tuple[int, int] | None:
        """How many processes a group has at least and at most, as others of the cast have to be there too."""
        if name not in self.roles:
            return None
        role = self.roles[name]
        others = [other for other in self.roles.values() if other is not role]
        least = max(role.low, min(role.high, len(self.processes) - sum(other.high for other in others)))
        most = min(role.high, max(role.low, len(self.processes) - sum(other.low for other in others)))
        return least, max(least, most)

    def fault(self, pid: int, role: Role, asked: Iterable[Asked]) -> str | None:
        """What is wrong with how a process lived and ended, if it is this one of the cast."""
        process = self.processes[pid]
        if process.ended not in role.endings:
            how = ending(process.ended)
            return how if process.ended is None else f"it {how}" if process.outlasted else f"it ended with {how}"
        if role.reaped and not process.reaped:
            return "its parent did not wait for it"
        return next((wrong for one in asked if (wrong := untimely(one, process))), None)

    def disorder(self, role: Role, playing: Callable[[str], list[int]]) -> str | None:
        """What is wrong with when processes of this role began, as the others go."""
        own = [self.processes[pid] for pid in playing(role.name)]
        early = [self.processes[pid] for pid in playing(role.after)] if role.after else []
        if any(made(process) < other.end for other in early for process in own):
            return f"{role.after} had not ended when it was made"
        if role.at_once is not None:
            # An end comes before a beginning of the same moment.
            moments = sorted([(made(p), 1) for p in own] + [(p.end, -1) for p in own])
            alive = most = 0
            for _, change in moments:
                alive += change
                most = max(most, alive)
            if most > role.at_once:
                return f"{most} of them lived at once"
        return None


def cast(promise: Promise, recording: Recording, holds: Callable[[str], bool], *, strict: bool) -> Cast:
    """The cast as it is in this run."""
    roles = {name: role for name, role in promise.cast.items() if holds(role.condition)}
    processes = {p.pid: p for p in recording.processes if p.role not in MACHINERY or p.role in roles}
    return Cast(roles, processes, recording.processes[0].pid, strict)


def made(process: Process) -> float:
    """The moment at which it was made, in its parent; its own first one if that is not known."""
    return process.made or process.start


def untimely(asked: Asked, process: Process) -> str | None:
    """What is wrong with the moment of a line, as this process lived."""
    moment = process.end if asked.moment.what == "end" else made(process)
    if asked.moment.relation == "after" and asked.early < moment:
        return f"a line that comes after the {asked.moment.what} of {asked.name} came before it"
    if asked.moment.relation == "before" and asked.late >= moment:
        return f"a line that comes before the {asked.moment.what} of {asked.name} came after it"
    return None


def sized(role: Role, sizes: tuple[int, int] | None) -> Role:
    """The role with the bounds that an `each` has found."""
    return role if sizes is None else replace(role, low=max(role.low, sizes[0]), high=min(role.high, sizes[1]))
