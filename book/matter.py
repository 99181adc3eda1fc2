"""What stands at the head of a page: its title, a sentence about it, and what somebody has seen whom it helps."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ASKED = ("title", "description")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe one in C, where PyYAML was built with it, is ten times as fast."""


@dataclass(frozen=True)
class Symptom:
    """What somebody has seen; each of its texts is a line of Markdown."""

    kind: str
    """The part of the page of symptoms where it stands: its anchor there."""
    sees: str
    why: str
    do: str


@dataclass(frozen=True)
class Matter:
    """The head of a page. An empty title or description is not there."""

    title: str = ""
    description: str = ""
    symptoms: tuple[Symptom, ...] = ()
    api: tuple[str, ...] = ()
    """What of the library the page is about, such as `Pool.map`."""
    was: tuple[str, ...] = ()
    """Where it stood before, such as `process/reimport.md`."""
    wrong: tuple[tuple[int, str], ...] = ()
    """Lines, and what is wrong with each."""


def read(page: Path) -> Matter:
    """Read the head of a page, as far as it can be read."""
    return _read(page.read_text(encoding="utf-8-sig", errors="replace"))


@functools.lru_cache(maxsize=1000)
def _read(text: str) -> Matter:
    """Read it once, whoever asks: YAML takes longer than all else that is done with a page's text."""
    lines = text.split("\n")
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    try:
        given = yaml.load("\n".join(lines[1:end]), _LOADER) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return Matter(wrong=((line, f"the front matter cannot be read: {error.problem}; put the value in quotes"),))
    if not isinstance(given, dict):
        return Matter(wrong=((1, f"the front matter is no list of `key: value`, but {given!r}"),))
    title, description = (_text(given.get(key)) for key in ASKED)
    symptoms = given.get("symptoms") or []
    known = [one for one in symptoms if _is_symptom(one)] if isinstance(symptoms, list) else []
    api, was = (
        tuple(one for one in given[key] if right(one)) if isinstance(given.get(key), list) else ()
        for key, (right, _) in _LISTS.items()
    )
    return Matter(title, description, tuple(Symptom(**one) for one in known), api, was, tuple(_wrong(given, lines)))


def _wrong(given: dict[str, Any], lines: list[str]) -> Iterator[tuple[int, str]]:
    for key in ASKED:
        if not _text(given.get(key)):
            yield 1, f"no {key} in the front matter; begin the page with a block of `---`, `{key}: …`, `---`"
    symptoms = given.get("symptoms") or []
    if not isinstance(symptoms, list) or not all(map(_is_symptom, symptoms)):
        line = next(number for number, line in enumerate(lines, 1) if line.startswith("symptoms"))
        keys = ", ".join(Symptom.__annotations__)
        yield line, f"a symptom lacks something; each is `- kind: …` with {keys}, one line of text each"
    for key, (right, wrong) in _LISTS.items():
        names = given.get(key) or []
        if not isinstance(names, list) or not all(map(right, names)) or len(names) != len(set(names)):
            yield next(number for number, line in enumerate(lines, 1) if line.startswith(key)), f"{wrong}, each once"


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""


def _is_name(one: object) -> bool:
    return isinstance(one, str) and re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", one) is not None


def _is_page(one: object) -> bool:
    return isinstance(one, str) and re.fullmatch(r"(\w+/)*\w+\.md", one) is not None


_LISTS = {
    "api": (_is_name, "what the page is about is no list of names; write it as `api: [Pool.map, os.fork]`"),
    "was": (_is_page, "where the page was is no list of pages; write it as `was: [process/reimport.md]`"),
}
"""The lists of a head: what each of their names has to be, and what to say where it is not."""


def _is_symptom(one: object) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == Symptom.__annotations__.keys()
        and all(isinstance(value, str) and value.strip() for value in one.values())
    )
