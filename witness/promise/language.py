"""What a promise says, as plain data: the settings, the cast, and the script in sections from one rule to the next.

`reader` makes it from the text, `match` holds runs to it, and pages show it. CONTRIBUTING.md has the whole form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from witness.ending import HANGS, Ending
from witness.promise.settings import Settings

OUTSIDE = "outside"
"""The name of a PID that belongs to no process of the run."""
UNKNOWN = "unknown"
"""An ending that nobody can know; the speaker of a line that nobody is known to have written."""


@dataclass(frozen=True)
class Role:
    """A name of the cast: one process, or a group of alike ones."""

    name: str
    parent: str | None
    """The name of the one who started it; None for the program's own process."""
    low: int
    high: int
    group: bool
    endings: frozenset[Ending]
    """The exit codes it may have: minus the number for a signal; None where nobody can know."""
    number: int
    """The line in the file."""
    condition: str = ""
    after: str = ""
    """The name of the one that had ended before it was made."""
    reaped: bool = False
    """Whether its parent waits for it."""
    at_once: int | None = None
    """No more of a group than so many are alive at a time."""


@dataclass(frozen=True)
class Token:
    """What stands between braces in a line."""

    kind: str
    """`pid`, `value`, `number`, `oneof`, `outside` or `any`."""
    names: tuple[str, ...] = ()
    """Of a `pid` or a `value`; the texts of a `oneof`."""
    low: float = 0
    high: float = 0
    decimals: int = 0
    name: str = ""
    """What a `number`, a `oneof` or an `any` is called further down."""
    different: bool = False
    """Whether no two texts that stand here are the same."""
    bounds: tuple[tuple[str, str], ...] = ()
    """Comparisons with what was named before: `(">", "a")`."""
    key: str = ""
    """Of a `pid`: the name of the value that tells which member of the group, `n` in `worker[n]`."""


@dataclass(frozen=True)
class Moment:
    """A moment in a process's life that a line comes before or after."""

    relation: Literal["after", "before"]
    what: Literal["start", "end"]
    name: str


@dataclass(frozen=True)
class Line:
    """A line of the script."""

    number: int
    speaker: str
    parts: tuple[str | Token, ...]
    after: tuple[str, ...] = ()
    ended: bool = True
    """Whether a newline ends it; a backslash in its place, which is no part, says that none does."""
    any: bool = False
    """Whether it stands for any number of lines of its speaker (`...`)."""
    condition: str = ""
    key: str = ""
    """The name of the value that tells which member of a group speaks, `n` in `worker[n]`."""
    low: int = 1
    high: int | None = 1
    """How often it comes; None for as often as it likes."""
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Each:
    """Lines that come once for each of some values, or once for each process of a group."""

    number: int
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] | None
    """None for a group: then its one name is that of the group."""
    lines: tuple[Line, ...] = ()
    condition: str = ""
    at_once: int | None = None
    """No more instances than so many are under way at a time."""
    order: Literal["", "in order", "first in first out"] = ""


Section = tuple[Line | Each, ...]


@dataclass
class Promise:
    """A promise, as it was read."""

    path: Path
    text: str
    settings: Settings = field(default_factory=Settings)
    cast: dict[str, Role] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All lines of the script."""
        return [
            line
            for section in self.sections
            for item in section
            for line in (item.lines if isinstance(item, Each) else [item])
        ]

    @property
    def how(self) -> dict[str, Any]:
        """How it is run: the arguments of `witness.run.terminal.run` that go by these names."""
        return self.settings.how | {"still": any(HANGS in role.endings for role in self.cast.values())}

    @property
    def refuses_nothing(self) -> bool:
        """Whether any output would do, as far as its lines go."""
        lines = self.lines
        return any(map(_takes_anything, lines)) and all(line.low == 0 or _takes_anything(line) for line in lines)


def _takes_anything(line: Line) -> bool:
    """Whether whatever its speaker prints will do."""
    return line.any or (
        line.ended
        and any(isinstance(part, Token) for part in line.parts)
        and all(not part.strip() if isinstance(part, str) else part.kind == "any" for part in line.parts)
    )
