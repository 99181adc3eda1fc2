"""What many runs of each snippet have shown: with which Pythons its promise held, in which orders its processes spoke.

Kept in git, a file for each platform and in it a line for each snippet, because it takes long to gather. It belongs to
the program and to what the promise says, as they were: when either changes, it is no evidence any more. Until then it
adds up, from whichever machines and Pythons.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from witness.check import atomic
from witness.check.counts import Counts, Evidence, Order, Tally, digests
from witness.errors import Mistake
from witness.promise.settings import PLATFORMS
from witness.snippet import Snippet

FOLDER = Path("evidence")


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
    return {method: Tally(*count) for method, count in facts.items()}


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
    if isinstance(value, Tally):
        return dataclasses.astuple(value)
    if isinstance(value, Order):
        return value.said, value.watched, value.unwatched
    return vars(value)
