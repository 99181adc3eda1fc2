"""The list of mutants that a promise need not refuse, each with the reason."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from witness.errors import Mistake
from witness.promise import condition

Key = tuple[str, str, str, str, int]
"""A mutant's snippet, operator, line before and after, and which of those alike it is."""


@dataclass(frozen=True)
class Explained:
    """An entry of the list."""

    key: Key
    when: str
    """A condition as in a promise: on which Pythons, platforms and start methods it survives; empty for all."""
    sometimes: bool
    """Whether it changes only what is likely, so that luck decides; it is not run, and counts as not refused."""
    because: str


def read(path: Path) -> list[Explained]:
    """Read the list of survivors; there is none, if the file is not there.

    Raises:
        Mistake: it is not written as it should be.
    """
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Mistake(f"{path}: this is no TOML: {error}") from None
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: dict[str, object]) -> Explained:
    facts = {"when": "", "nth": 1, "sometimes": False} | entry
    kinds: dict[str, type] = {"snippet": str, "operator": str, "was": str, "now": str, "nth": int, "when": str}
    kinds |= {"sometimes": bool, "because": str}
    wrong = sorted(facts.keys() ^ kinds.keys()) or [n for n, kind in kinds.items() if not isinstance(facts[n], kind)]
    if wrong or not facts["because"]:
        raise Mistake(
            f"{path}: survivor {number}: {', '.join(wrong) or 'because'} is missing or wrong; "
            "write snippet, operator, was, now and because, and if need be nth, when and sometimes"
        )
    when = str(facts["when"])
    try:
        condition.check(when)
    except ValueError as error:
        raise Mistake(f"{path}: survivor {number}: no such condition: {error}") from None
    key = (str(facts["snippet"]), str(facts["operator"]), str(facts["was"]), str(facts["now"]), int(str(facts["nth"])))
    return Explained(key, when, facts["sometimes"] is True, str(facts["because"]))


def entry(key: Key) -> str:
    """A mutant as the list has it."""
    fields = dict(zip(("snippet", "operator", "was", "now"), key[:4], strict=True))
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["[[survivor]]", *lines, *([f"nth = {key[4]}"] if key[4] > 1 else []), 'because = ""'])
