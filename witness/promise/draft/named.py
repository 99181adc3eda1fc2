"""What one line says and another says again: the same text in every run gets a name."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from witness.promise.draft.parts import Part

OPEN = re.compile(r"\{(?:\*|\d[\d.]*\.\.\d[\d.]*)\}")
"""What is left open in the text of a draft."""
BRACE = re.compile(r'(\{\{|\}\})|\{"((?:[^"\\]|\\.)*)"\}|\{[^{}]+\}')


@dataclass
class Gap:
    """A place that a text leaves open."""

    part: Part
    index: int
    """Of those in its text."""
    texts: tuple[str, ...]
    """What stood there in each run."""
    name: str = ""
    first: bool = False
    """Whether it gives the name, and does not only use it."""


def named(parts: Sequence[Part]) -> None:
    """Give names, in the texts of the parts, to what later lines repeat."""
    gaps = [gap for part in parts for gap in _gaps(part)]
    names = 0
    for place, gap in enumerate(gaps):
        again = [
            other
            for other in gaps[place + 1 :]
            if other.texts == gap.texts and not other.name and (other.part is gap.part or gap.part.before(other.part))
        ]
        if again and not gap.name and len(set(gap.texts)) > 1:
            names += 1
            gap.name, gap.first = "value" if names == 1 else f"value_{names}", True
            for other in again:
                other.name = gap.name
    for part in parts:
        own = {gap.index: gap for gap in gaps if gap.part is part and gap.name}
        braces = [_told(brace, own.get(index)) for index, brace in enumerate(OPEN.findall(part.text))]
        between = OPEN.split(part.text)
        part.text = "".join(text for pair in itertools.zip_longest(between, braces, fillvalue="") for text in pair)


def _told(brace: str, gap: Gap | None) -> str:
    if gap is None:
        return brace
    return f"{{{gap.name}: {brace[1:-1]}}}" if gap.first else f"{{{gap.name}}}"


def _gaps(part: Part) -> Iterator[Gap]:
    if part.head or part.count or not OPEN.search(part.text):
        return
    pattern = re.compile(_pattern(part.text.removesuffix("\\")))
    found = [pattern.fullmatch(some[0].text.rstrip("\n").rstrip()) for some in part.seen]
    for index, texts in enumerate(zip(*(one.groups() for one in found if one), strict=True)):
        if len(texts) == len(part.seen):
            yield Gap(part, index, texts)


def _pattern(text: str) -> str:
    pattern, place = "", 0
    for found in BRACE.finditer(text):
        pattern += re.escape(text[place : found.start()])
        if found[1]:
            pattern += re.escape(found[1][0])
        elif found[2] is not None:
            pattern += re.escape(ast.literal_eval(f'"{found[2]}"'))
        else:
            pattern += "(.+?)" if OPEN.fullmatch(found[0]) else ".+?"
        place = found.end()
    return pattern + re.escape(text[place:])
