"""Sharing out roles among processes: a matching in a graph of two sides, in which roles have bounds."""

from __future__ import annotations

from collections.abc import Callable

from witness.promise.language import Role


class Shares:
    """Who plays which of some roles. An edge is a pair of a process and a role that may go together."""

    def __init__(self, pool: list[int], roles: list[Role], edge: Callable[[int, str], bool]) -> None:
        """Nobody has a role yet."""
        self.pool = pool
        self.roles = {role.name: role for role in roles}
        self.edge = edge
        self.playing: dict[str, list[int]] = {role.name: [] for role in roles}
        self.role_of: dict[int, str] = {}

    def fill(self) -> None:
        """Give every process a role and every role its least, if that can be; else as many as can be."""
        places = [role.name for role in self.roles.values() for _ in range(min(role.low, len(self.pool)))]
        for pid, name in zip(self.pool, places, strict=False):  # the order in the cast is the likeliest one
            if self.edge(pid, name):
                self.move(pid, name)
        for name, role in self.roles.items():
            while len(self.playing[name]) < role.low and self.find(name):
                pass
        for pid in self.pool:
            if pid not in self.role_of:
                self.place(pid)

    def move(self, pid: int, name: str) -> None:
        """Give a process this role instead of any that it has."""
        if pid in self.role_of:
            self.playing[self.role_of[pid]].remove(pid)
        self.role_of[pid] = name
        self.playing[name].append(pid)

    def find(self, name: str) -> bool:
        """Find one more process for a role; others may have to change."""
        wanted: dict[int, str] = {}  # who wants this process
        given: dict[str, int] = {}  # the process that this role would give
        queue = [name]
        for role in queue:
            for pid in self.pool:
                if pid in wanted or self.role_of.get(pid) == role or not self.edge(pid, role):
                    continue
                wanted[pid] = role
                holder = self.role_of.get(pid)
                if holder is None or len(self.playing[holder]) > self.roles[holder].low:
                    mover = pid
                    while (taker := wanted[mover]) != name:
                        self.move(mover, taker)
                        mover = given[taker]
                    self.move(mover, name)
                    return True
                if holder not in given and holder != name:
                    given[holder] = pid
                    queue.append(holder)
        return False

    def place(self, pid: int) -> bool:
        """Find a role for one more process; others may have to change."""
        wants: dict[str, int] = {}
        queue = [pid]
        for one in queue:
            for name, role in self.roles.items():
                if name in wants or self.role_of.get(one) == name or not self.edge(one, name):
                    continue
                wants[name] = one
                if len(self.playing[name]) < role.high:
                    taker: str | None = name
                    while taker is not None:
                        mover = wants[taker]
                        left = self.role_of.get(mover)
                        self.move(mover, taker)
                        taker = left
                    return True
                queue += self.playing[name]
        return False

    @property
    def whole(self) -> bool:
        """Whether everybody has a role, and every role its least."""
        lacking = any(len(self.playing[name]) < role.low for name, role in self.roles.items())
        return len(self.role_of) == len(self.pool) and not lacking
