"""Names for the processes that no line of the script has named: down the tree, so that the whole cast is there.

The children of whoever plays a role are shared out among the roles below it. Where several processes play a role that
has others below it, their children are shared out together. What a sharing out cannot see (who was made after whom, how
many lived at once) is looked at in the whole, and other ways are tried as long as patience lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from witness.ending import HANGS
from witness.promise.cast import Cast, sized
from witness.promise.language import Role
from witness.promise.shares import Shares
from witness.promise.state import Asked, Known, Names

Pool = tuple[list[int], list[Role]]
"""Processes, and the roles that are theirs."""


@dataclass(frozen=True)
class Complaint:
    """What is wrong with the cast."""

    role: Role | None
    """The one that it is about; None for a process that is not in the cast."""
    text: str
    late: bool = False
    """Whether other names might mend it."""


class Naming:
    """One attempt to name everybody, from what the script has told."""

    def __init__(self, cast: Cast, known: Known, spend: Callable[[int], None]) -> None:
        """Nobody is named but by the script.

        Args:
            cast: the cast and the processes.
            known: what the script has told.
            spend: called with the number of steps taken.
        """
        self.cast = cast
        self.known = known
        self.spend = spend
        self.children = cast.children
        self.below = {
            name: [sized(role, known.sizes.get(role.name)) for role in roles] for name, roles in cast.below.items()
        }
        self.asked: dict[str, list[Asked]] = {}
        for one in sorted(known.asked, key=lambda one: (one.name, one.early)):
            self.asked.setdefault(one.name, []).append(one)
        self.fits: dict[tuple[int, str], int | None] = {}
        self.complaint: Complaint | None = None

    def fault(self, pid: int, role: Role) -> str | None:
        """What is wrong with the process itself in this role."""
        return self.cast.fault(pid, role, self.asked.get(role.name, ()))

    def misfit(self, pid: int, name: str) -> int | None:
        """0 if the process and those below it may play this part, 1 if some fault is in it; None if it is another."""
        if (pid, name) not in self.fits:
            self.fits[pid, name] = self._misfit(pid, name)
        return self.fits[pid, name]

    def _misfit(self, pid: int, name: str) -> int | None:
        self.spend(1)
        if self.known.names.roles.get(pid) not in (None, name) or not self.cast.may_play(pid, name):
            return None
        holder = self.known.names.single.get(name)
        if holder not in (None, pid):
            return None
        role = self.cast.roles[name]
        roles = self.below[name]
        if role.group:  # the roles below are shared with others of the group
            roles = [replace(one, low=0) for one in roles]
        below = self.share(self.children[pid], roles)
        return int(self.fault(pid, role) is not None or not below.whole)

    def share(self, pool: list[int], roles: list[Role]) -> Shares:
        """The roles shared out without a fault, as far as can be."""
        shares = Shares(pool, roles, lambda pid, name: self.misfit(pid, name) == 0)
        shares.fill()
        return shares

    def names(self) -> Names | None:
        """Names for all; if there are none, `complaint` is what is wrong with the likeliest ones."""
        likeliest, wrong = self.likeliest()
        wrong = wrong or self.disorder(likeliest)
        if wrong is None:
            return self.settled(likeliest)
        self.complaint = wrong
        if wrong.late or any(role.group and self.below[name] for name, role in self.cast.roles.items()):
            for who in self.ways():
                self.spend(len(who))
                if self.disorder(who) is None:
                    self.complaint = None
                    return self.settled(who)
        return None

    def settled(self, who: dict[int, str]) -> Names:
        """The names as facts."""
        names = self.known.names
        for pid, name in who.items():
            if pid not in names.roles:
                single = names.single if self.cast.roles[name].group else names.single.put(name, pid)
                names = Names(names.roles.put(pid, name), single)
        return names

    def likeliest(self) -> tuple[dict[int, str], Complaint | None]:
        """Names for as many as can be, and the first thing that is wrong with them."""
        who: dict[int, str] = {}
        complaint: Complaint | None = None
        pools = [self.top()]
        for pool, roles in pools:
            shares = self.share(pool, roles)
            for pid in pool:  # whoever has a fault gets what is left, first where somebody is lacking
                if pid not in shares.role_of:
                    room = [one for one in roles if len(shares.playing[one.name]) < one.high and self.likely(pid, one)]
                    if room:
                        shares.move(pid, min(room, key=lambda one: len(shares.playing[one.name]) >= one.low).name)
            who.update(shares.role_of)
            complaint = complaint or self.wrong(shares)
            pools += self.pools(shares.role_of, roles)
        if complaint is None and (lost := next((pid for pid in self.cast.processes if pid not in who), None)):
            complaint = self.stranger(lost)
        orphan = next((role for role in self.cast.roles.values() if role.parent not in (None, *self.cast.roles)), None)
        if complaint is None and orphan is not None and orphan.low:
            complaint = Complaint(orphan, "there were 0 of it")
        return who, complaint

    def likely(self, pid: int, role: Role) -> bool:
        """Whether the process may be this one of the cast, with faults or without."""
        return self.misfit(pid, role.name) is not None

    def top(self) -> Pool:
        """The program's own process and its role."""
        return [self.cast.root], [next(iter(self.cast.roles.values()))]

    def pools(self, role_of: dict[int, str], roles: list[Role]) -> list[Pool]:
        """What is to be shared out below those who play these roles."""
        pools: list[Pool] = []
        for role in roles:
            players = [pid for pid, name in role_of.items() if name == role.name]
            for some in [players] if role.group else [[pid] for pid in players]:
                kids = [kid for pid in some for kid in self.children[pid]]
                if kids or self.below[role.name]:
                    pools.append((kids, self.below[role.name]))
        return pools

    def wrong(self, shares: Shares) -> Complaint | None:
        """What is wrong with those who play these roles, if something is."""
        strangers = [pid for pid in shares.pool if pid not in shares.role_of]
        if strangers:
            hosts = [role for role in shares.roles.values() if self.likely(strangers[0], role)]
            if len(hosts) != 1 or not hosts[0].group:
                return self.stranger(strangers[0])
            also = sum(self.likely(pid, hosts[0]) for pid in strangers)
            return Complaint(hosts[0], f"there were {len(shares.playing[hosts[0].name]) + also} of it")
        for name, role in shares.roles.items():
            if len(shares.playing[name]) < role.low:
                return Complaint(role, f"there were {len(shares.playing[name])} of it")
        for name, role in shares.roles.items():
            if wrong := next((wrong for pid in shares.playing[name] if (wrong := self.fault(pid, role))), None):
                return Complaint(role, wrong)
        return None

    def stranger(self, pid: int) -> Complaint:
        """That a process has no role."""
        process = self.cast.processes[pid]
        kind = f"{process.role} {process.name}".strip()
        code = "unknown" if process.exit_code is None else process.exit_code
        how = HANGS if process.outlasted else f"exit code {code}"
        return Complaint(None, f"a process that is not in the cast: {kind}, {how}")

    def disorder(self, who: dict[int, str]) -> Complaint | None:
        """What is wrong with the times of those who are named so, or with who may have spoken, if something is."""
        playing: dict[str, list[int]] = {}
        for pid, name in who.items():
            playing.setdefault(name, []).append(pid)
        for role in self.cast.roles.values():
            if wrong := self.cast.disorder(role, lambda name: playing.get(name, [])):
                return Complaint(role, wrong, late=True)
        quiet = {who[pid] for pid, process in self.cast.processes.items() if not process.watched and pid in who}
        for name in sorted(self.known.unheard):
            if others := sorted(quiet - {name}):
                wrong = f"nobody knows whether it or {' or '.join(others)} wrote its line; its speaker is unknown"
                return Complaint(self.cast.roles[name], wrong, late=True)
        return None

    def ways(self) -> Iterator[dict[int, str]]:
        """All names in which nobody has a fault, but perhaps some disorder."""
        stack = [iter([([self.top()], dict[int, str]())])]
        while stack:
            way = next(stack[-1], None)
            if way is None:
                stack.pop()
            elif way[0]:
                stack.append(self.further(*way))
            else:
                yield way[1]

    def further(self, pools: list[Pool], who: dict[int, str]) -> Iterator[tuple[list[Pool], dict[int, str]]]:
        """Every way to share out the first of these pools, with the pools that are left then."""
        (pool, roles), *others = pools
        for shares in self.shared(pool, roles):
            yield [*others, *self.pools(shares, roles)], {**who, **shares}

    def shared(self, pool: list[int], roles: list[Role]) -> Iterator[dict[int, str]]:
        """Every way to share out these roles without a fault; no step leads where there is none."""
        stack: list[dict[int, str]] = [{}]
        while stack:
            fixed = stack.pop()
            self.spend(len(pool) * len(roles))

            def edge(pid: int, name: str, fixed: dict[int, str] = fixed) -> bool:
                return fixed.get(pid, name) == name and self.misfit(pid, name) == 0

            shares = Shares(pool, roles, edge)
            shares.fill()
            if not shares.whole:
                continue
            free = next((pid for pid in pool if sum(edge(pid, role.name) for role in roles) > 1), None)
            if free is None:
                yield shares.role_of
                continue
            stack += [{**fixed, free: role.name} for role in reversed(roles) if edge(free, role.name)]
