"""How far a run has been followed: values that are never changed and share what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from witness.promise.language import Moment

K = TypeVar("K")
V = TypeVar("V")


class Facts(Generic[K, V]):
    """A mapping that is never changed: `put` gives another. Its hash costs nothing, however many facts there are."""

    __slots__ = ("_facts", "_hash")

    def __init__(self) -> None:
        """No facts."""
        self._facts: dict[K, V] = {}
        self._hash = 0

    def put(self, key: K, value: V) -> Facts[K, V]:
        """The same, but with this value."""
        new: Facts[K, V] = Facts()
        new._facts = self._facts.copy()
        new._hash = self._hash ^ hash((key, value))
        if key in self._facts:
            new._hash ^= hash((key, self._facts[key]))
        new._facts[key] = value
        return new

    def get(self, key: K) -> V | None:
        """The value, or None."""
        return self._facts.get(key)

    def items(self) -> Iterator[tuple[K, V]]:
        """All that is known."""
        return iter(self._facts.items())

    def __contains__(self, key: K) -> bool:
        """Whether it has a value."""
        return key in self._facts

    def __eq__(self, other: object) -> bool:
        """Whether both are the same facts."""
        return isinstance(other, Facts) and self._hash == other._hash and self._facts == other._facts

    def __hash__(self) -> int:
        """That of all facts, in whatever order they were put."""
        return self._hash


class Asked(NamedTuple):
    """What a line says of a process's life: it came before or after this moment of it."""

    name: str
    moment: Moment
    early: float
    """When the line's first part was written, in seconds since the run began."""
    late: float


class Progress(NamedTuple):
    """How far one strand has come."""

    done: int = 0
    """How many of its lines are behind it."""
    times: int = 0
    """How often the next one has been said, as far as that matters."""
    members: tuple[tuple[str, int], ...] = ()
    """Which member of a group each group's name means in it."""
    spoken: frozenset[str] = frozenset()
    """The groups whose member has spoken in it."""
    values: tuple[tuple[str, str], ...] = ()
    """What was named in it."""
    turn: int = 0
    """How many instances began before it; told only where they go first in first out."""
    first: int = -1
    """Its first line in the output; told only where so many at once are allowed."""
    last: int = -1
    asked: tuple[Asked, ...] = ()
    """What is asked of its member, while nobody knows who that is."""


class Stage(NamedTuple):
    """How far the lines of one section have come."""

    waiting: tuple[int, ...]
    """For each gate of the section, how many strands still have to say lines above it."""
    strands: Facts[int, Progress] = Facts()
    """Those that have begun, by their index."""
    said: frozenset[int] = frozenset()
    """The gates whose line was said."""
    begun: Facts[int, int] = Facts()
    """For each `each`, how many of its instances have begun."""
    turns: Facts[tuple[int, int], int] = Facts()
    """For each `each` with an order and each line of it, whose turn it was last."""
    work: Facts[tuple[str, int], int] = Facts()
    """For each member of a group, the instance that it was given to last."""
    voice: Facts[tuple[str, int], int] = Facts()
    """For each member of a group, the instance in which it spoke last."""
    taken: Facts[tuple[int, int], int] = Facts()
    """For each `each` over a group and each member, its instance."""


class Names(NamedTuple):
    """What the cast calls the processes, as far as it is known; whoever is named, so is its parent."""

    roles: Facts[int, str] = Facts()
    """By PID."""
    single: Facts[str, int] = Facts()
    """The PIDs of those who are no groups."""


class Known(NamedTuple):
    """What the run has told so far and has to stay true until its end."""

    names: Names = Names()
    values: Facts[str, str] = Facts()
    """What was named outside of any `each`."""
    keyed: Facts[tuple[str, str], int] = Facts()
    """The member that a group and a key mean."""
    used: Facts[tuple[int, int, str], bool] = Facts()
    """By line and part: the values that have to be different."""
    sizes: Facts[str, tuple[int, int]] = Facts()
    """The bounds of a group whose members were counted by an `each`."""
    unheard: frozenset[str] = frozenset()
    """The names that a line counts for which nobody is known to have written."""
    asked: frozenset[Asked] = frozenset()
    """What is asked of the lives of processes; of a group's, it is asked of every member."""


class State(NamedTuple):
    """A place in the run and a way to read all that came before."""

    followed: int
    """How many lines of the output are behind it."""
    section: int
    stage: Stage
    known: Known
