"""The parts of a draft: a line in all runs, by itself or under an `each`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean

from witness.promise.draft.cast import Casting
from witness.promise.draft.texts import NUMBER, Spoken, shape
from witness.promise.language import OUTSIDE

KEYS = ("n", "m", "k", "i", "j")
LOOP = 3
"""So many lines of the same shape are those of a loop."""
SHOWN = 5
"""Variants that are told where there is no common one."""
Unit = Callable[[], int]
"""A new number for an `each`."""


class Placed:
    """What has a first and a last place in each run; None if it was not there."""

    first: list[int | None]
    last: list[int | None]

    def before(self, other: Placed) -> bool:
        """Whether it came wholly before the other in every run that has both."""
        both = [
            (last, first)
            for last, first in zip(self.last, other.first, strict=True)
            if last is not None and first is not None
        ]
        return bool(both) and all(last < first for last, first in both)


@dataclass(eq=False)
class Part(Placed):
    """A line of the draft, in all runs."""

    speaker: str
    text: str
    seen: list[list[Spoken]]
    """In each run: once, or as often as it came."""
    count: str = ""
    """How often it comes, as ` * 1..`, if not once."""
    head: str = ""
    """The `each` that it stands under, if it stands under one."""
    unit: int = 0
    """Lines of one `each` have the same number."""
    keyed: list[dict[str, Spoken]] = field(default_factory=list)
    """In each run, by the values that the `each` has for it; none if it has none."""
    most: str = ""
    """What more holds of its `each`, as `, at most 2 at once`."""

    family: list[Part] = field(default_factory=list, repr=False)
    """Its speaker's lines of the same shape, itself among them, if they are some: those of a loop."""
    leads: dict[int, int] = field(default_factory=dict, repr=False)
    """What was found out about other loops."""

    def __post_init__(self) -> None:
        """Find its places."""
        self.first = [min((line.place for line in lines), default=None) for lines in self.seen]
        self.last = [max((line.place for line in lines), default=None) for lines in self.seen]

    def before(self, other: Placed) -> bool:
        """Whether it came before the other in every run; of the lines of two loops, whether the loops have it so."""
        if not isinstance(other, Part) or not self.family or not other.family or other.family is self.family:
            return super().before(other)
        distance = other.family.index(other) - self.family.index(self)
        if id(other.family) not in self.leads:
            self.leads[id(other.family)] = self._lead(other)
        return distance >= self.leads[id(other.family)]

    def _lead(self, other: Part) -> int:
        """How many turns later, at least, the other's loop comes always behind this one's; fewer than none for earlier.

        What is said in turn 4 comes before what another says in turn 3 by luck, if turn 2 does not so with turn 1; or
        if both loops say the same values, and the one is not all said before the other begins.
        """
        ours, theirs = self.family, other.family
        if Placed.before(ours[-1], theirs[0]):
            return 1 - len(ours)
        for lead in range(0 if self._shares(other) else 2 - len(ours), len(theirs) - 1):
            pairs = list(zip(ours[max(0, -lead) :], theirs[max(0, lead) :], strict=False))
            if len(pairs) > 1 and all(Placed.before(one, another) for one, another in pairs):
                return lead
        return len(theirs)

    def _shares(self, other: Part) -> bool:
        """Whether two loops say a value in common in each turn, as those do of which one passes it to the other."""
        values = [[set(NUMBER.findall(part.text)) for part in some] for some in (self.family, other.family)]
        return len(values[0]) == len(values[1]) and all(one & another for one, another in zip(*values, strict=True))


def place(one: Placed) -> tuple[float, float]:
    """Where it came, in the middle of all runs: what to sort by."""
    return mean(p for p in one.first if p is not None), mean(p for p in one.last if p is not None)


def loops(parts: list[Part]) -> None:
    """Let those know each other that are one speaker's lines of the same shape."""
    families: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        if not part.head and not part.count and any(part.seen):
            families.setdefault((part.speaker, next(said(some[0]) for some in part.seen if some)), []).append(part)
    for family in families.values():
        leads: dict[int, int] = {}
        for part in family if len(family) >= LOOP else []:
            part.family, part.leads = family, leads


class Namer:
    """Tells PIDs from other numbers."""

    def __init__(self, casting: Casting) -> None:
        """Look them up there."""
        self.casting = casting
        self.shells = [recording.processes[0].ppid for recording in casting.recordings]

    def __call__(self, line: Spoken, value: str) -> str | None:
        """The name of this PID: of a group only that of the speaker, because another could be any."""
        if not value.isdecimal():
            return None
        pid = int(value)
        name = self.casting.names[line.run].get(pid)
        if name in self.casting.groups:
            return name if pid == line.pid else None
        if name is None and pid == self.shells[line.run]:
            return OUTSIDE
        return name


def head(names: list[str], rows: list[list[str]]) -> str:
    """The `each` of these names and values."""
    if len(names) == 1:
        values = [row[0] for row in rows]
        if all(value.isdecimal() for value in values):
            values.sort(key=int)
            low, high = int(values[0]), int(values[-1])
            if values == [str(n) for n in range(low, high + 1)]:
                return f"each {names[0]} in {low}..{high}"
        return f"each {names[0]} in {', '.join(values)}"
    return f"each {', '.join(names)} in {', '.join(' '.join(row) for row in rows)}"


def different(program: str, speaker: str, runs: list[list[Spoken]]) -> str:
    """What is said of a speaker whose lines have too little in common: the variants, and how often each was seen."""
    variants = Counter(tuple(said(line).rstrip("\n") for line in own) for own in runs)
    told = [f"{program}: {speaker} does not say the same in every run; in {len(runs)} runs it said"]
    for variant, count in variants.most_common(SHOWN):
        told += [f"  {count} times:", *(f"    {text}" for text in variant or ["(nothing)"])]
    if len(variants) > SHOWN:
        told.append(f"  and {len(variants) - SHOWN} other variants")
    return "\n".join([*told, "Make the program enforce an order, or write this promise by hand"])


def said(line: Spoken) -> str:
    """The line with its numbers masked."""
    return shape(line.text)
