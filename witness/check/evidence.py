"""What many runs of each snippet have shown: with which Pythons its promise held, in which orders its processes spoke.

Kept in git, a file for each platform and in it a line for each snippet, because it takes long to gather. It belongs to
the program and to what the promise says, as they were: when either changes, it is no evidence any more. Until then it
adds up, from whichever machines and Pythons.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from witness.check import atomic
from witness.errors import Mistake
from witness.promise.settings import PLATFORMS
from witness.snippet import Snippet

FOLDER = Path("evidence")
SHOWN = 8
"""So many orders are kept of each snippet; of the others, how many they were."""


@dataclass(frozen=True)
class Seen:
    """How often something was seen."""

    quiet: int = 0
    busy: int = 0
    """When more processes wanted a processor than there are."""

    def __add__(self, other: Seen) -> Seen:
        """Both together."""
        return Seen(self.quiet + other.quiet, self.busy + other.busy)


Counts = Mapping[str, Seen]
"""By the default start method; all under an empty name if the snippet starts nothing through `multiprocessing`."""


@dataclass(frozen=True)
class Order:
    """One order in which the processes spoke."""

    said: tuple[str, ...]
    """Who spoke, one after another, with the words where they were not always the same."""
    watched: Counts
    unwatched: Counts | None
    """Of runs that nobody watched. They are told apart by their output, with its numbers masked; None if that is the
    same in another order too."""

    def __add__(self, other: Order) -> Order:
        """The same order in more runs."""
        both = None
        if self.unwatched is not None and other.unwatched is not None:
            both = added(self.unwatched, other.unwatched)
        return Order(self.said, added(self.watched, other.watched), both)


@dataclass(frozen=True)
class Evidence:
    """Of one snippet on one platform."""

    program: str
    """A digest of it."""
    promise: str
    """A digest of what it says."""
    date: str
    """Of the last of the runs."""
    pythons: tuple[str, ...]
    """The versions, oldest first."""
    runs: Counts
    orders: tuple[Order, ...]
    """The most frequent first."""
    others: int = 0
    """How many more orders there were, at least."""
    unwatched: Counts = dataclasses.field(default_factory=dict)
    """How many runs were not watched: watching takes time, which moves the shares."""
    strange: Counts = dataclasses.field(default_factory=dict)
    """How many of those had an output that no watched run had."""

    def belongs(self, snippet: Snippet) -> bool:
        """Whether it is about the snippet as it is now."""
        return (self.program, self.promise) == digests(snippet)

    def __add__(self, other: Evidence) -> Evidence:
        """With more runs of the same program and promise."""
        said = {order.said: order for order in self.orders}
        for order in other.orders:
            said[order.said] = said[order.said] + order if order.said in said else order
        most = max(len(said), *(len(one.orders) + one.others for one in (self, other)))
        return replace(
            other,
            pythons=tuple(sorted({*self.pythons, *other.pythons}, key=_version)),
            date=max(self.date, other.date),
            runs=added(self.runs, other.runs),
            orders=tuple(said.values()),
            others=most - len(said),
            unwatched=added(self.unwatched, other.unwatched),
            strange=added(self.strange, other.strange),
        )

    def shown(self) -> Evidence:
        """With only the most frequent orders, and the number of the others."""
        often = sorted(self.orders, key=lambda order: (-total(order.watched), order.said))
        return replace(self, orders=tuple(often[:SHOWN]), others=self.others + len(often[SHOWN:]))

    def told(self) -> str:
        """Its Pythons and its runs, in a line."""
        pythons = ", ".join(self.pythons)
        return f"Python {pythons}; {total(self.runs)} runs watched, {total(self.unwatched)} not"


def total(counts: Counts) -> int:
    """How many there are in all."""
    return sum(seen.quiet + seen.busy for seen in counts.values())


def added(one: Counts, other: Counts) -> dict[str, Seen]:
    """Both counts together."""
    return {method: one.get(method, Seen()) + other.get(method, Seen()) for method in sorted({*one, *other})}


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def digests(snippet: Snippet) -> tuple[str, str]:
    """Of a program, and of what its promise says: a comment in it says nothing."""
    lines = (line.rstrip() for line in snippet.promise.text.split("\n"))
    said = "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))
    return _digest(snippet.source), _digest(said)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def path(platform: str, folder: Path = FOLDER) -> Path:
    """The file of a platform, which is named as `sys.platform` names it."""
    return folder / f"{next(name for name, value in PLATFORMS.items() if value == platform)}.json"


def of(snippet: Snippet, folder: Path = FOLDER) -> dict[str, Evidence]:
    """The evidence about `snippet` as it is now, by platform.

    Raises:
        Mistake: a file of evidence cannot be read.
    """
    return {platform: one for platform, one in _all(snippet, folder).items() if one.belongs(snippet)}


def lack(snippet: Snippet, folder: Path = FOLDER) -> str:
    """Why there is no evidence about `snippet` as it is now: a sentence; empty if there is some.

    Raises:
        Mistake: a file of evidence cannot be read.
    """
    found = list(_all(snippet, folder).values())
    if any(one.belongs(snippet) for one in found):
        return ""
    if not found:
        return "there is no evidence about it"
    program, promise = digests(snippet)
    latest = max(found, key=lambda one: one.date)
    changed = ["the program"] * (latest.program != program) + ["what the promise says"] * (latest.promise != promise)
    return f"{' and '.join(changed)} has changed since there was evidence about it ({latest.date})"


def _all(snippet: Snippet, folder: Path) -> dict[str, Evidence]:
    everything = {platform: load(platform, folder) for platform in PLATFORMS.values()}
    return {platform: found[snippet.name] for platform, found in everything.items() if snippet.name in found}


def load(platform: str, folder: Path = FOLDER) -> dict[str, Evidence]:
    """All evidence from a platform, by snippet.

    Raises:
        Mistake: the file cannot be read.
    """
    file = path(platform, folder)
    return _load(file, file.stat().st_mtime_ns) if file.is_file() else {}


@functools.lru_cache(maxsize=len(PLATFORMS))
def _load(file: Path, _: int) -> dict[str, Evidence]:
    try:
        return {name: _evidence(**facts) for name, facts in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Mistake(f"{file}: this is no evidence ({error}); take it from git, or gather it anew") from None


def _evidence(*, pythons: Any, runs: Any, orders: Any, unwatched: Any, strange: Any, **rest: Any) -> Evidence:
    return Evidence(
        pythons=tuple(pythons),
        runs=_counts(runs),
        orders=tuple(
            Order(tuple(said), _counts(watched), None if alone is None else _counts(alone))
            for said, watched, alone in orders
        ),
        unwatched=_counts(unwatched),
        strange=_counts(strange),
        **rest,
    )


def _counts(facts: dict[str, list[int]]) -> Counts:
    return {method: Seen(*count) for method, count in facts.items()}


def save(platform: str, found: Mapping[str, Evidence], folder: Path = FOLDER) -> Path:
    """Keep evidence about snippets: with what there is, if it is about the same, and else in its place.

    Raises:
        Mistake: it cannot be written, or what there is cannot be read.
    """
    kept = dict(load(platform, folder))
    for name, one in found.items():
        before = kept.get(name)
        alike = before and (before.program, before.promise) == (one.program, one.promise)
        kept[name] = (before + one if before and alike else one).shown()
    return _save(platform, kept, folder)


def drop(platform: str, names: Container[str], folder: Path = FOLDER) -> list[str]:
    """Take out what is about none of `names`: snippets that were renamed or removed; return their names.

    Raises:
        Mistake: it cannot be written, or what there is cannot be read.
    """
    found = load(platform, folder)
    gone = [name for name in found if name not in names]
    if gone:
        _save(platform, {name: one for name, one in found.items() if name in names}, folder)
    return gone


def _save(platform: str, found: dict[str, Evidence], folder: Path) -> Path:
    file = path(platform, folder)
    lines = [
        f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False, default=_plain)}"
        for name, one in sorted(found.items())
    ]
    try:
        atomic.write(file, ("{\n" + ",\n".join(lines) + "\n}\n").encode())
    except OSError as error:
        raise Mistake(f"{file.absolute()}: evidence cannot be written here ({error.strerror})") from None
    return file


def _plain(value: Any) -> Any:
    if isinstance(value, Seen):
        return dataclasses.astuple(value)
    if isinstance(value, Order):
        return value.said, value.watched, value.unwatched
    return vars(value)
