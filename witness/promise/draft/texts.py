"""One text for a line that was seen in many runs: what was always the same, and what may stand where it was not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from witness.promise.braces import finished, literal

NUMBER = re.compile(r"0x[0-9a-f]+|\d+(?:\.\d+)?")
CHOICES = 3
"""More texts than these in one place are anything."""


@dataclass(frozen=True)
class Spoken:
    """One line of one run."""

    run: int
    place: int
    """Its number in the output."""
    pid: int
    speaker: str
    text: str
    """As it was, with a newline if one ended it."""
    time: float = 0.0
    """When it was written, in seconds since the run began."""
    born: float = 0.0
    """When the process that wrote it began."""


Name = Callable[[Spoken, str], str | None]
"""What the cast calls the PID that stands in a line; None if it is none."""


def shape(text: str) -> str:
    """The text with its numbers masked."""
    return NUMBER.sub("#", text)


def template(lines: Sequence[Spoken], name: Name, keys: dict[int, str] | None = None) -> str:
    """The text of a promise that all of these lines keep.

    Args:
        lines: of one or several runs.
        name: tells PIDs from other numbers.
        keys: names for the numbers in these places.
    """
    texts = [line.text.rstrip("\n").rstrip() for line in lines]
    text = _common(list(zip(lines, texts, strict=True)), name, keys or {})
    return finished(text, ended=lines[0].text.endswith("\n"))


def _common(seen: list[tuple[Spoken, str]], name: Name, keys: dict[int, str]) -> str:
    texts = [text for _, text in seen]
    if len({shape(text) for text in texts}) == 1:
        numbers = iter(enumerate(zip(*(NUMBER.findall(text) for text in texts), strict=True)))
        parts = []
        for between in NUMBER.split(texts[0]):
            parts.append(literal(between))
            if place := next(numbers, None):
                index, values = place
                told = [(line, value) for (line, _), value in zip(seen, values, strict=True)]
                parts.append(f"{{{keys[index]}}}" if index in keys else _number(told, name))
        return "".join(parts)
    words = [re.split(r"(\s+)", text) for text in texts]
    if len({len(some) for some in words}) == 1 and len(words[0]) > 1:
        columns = zip(*words, strict=True)
        return "".join(_common(list(zip([s for s, _ in seen], column, strict=True)), name, {}) for column in columns)
    choices = sorted(set(texts))
    if len(choices) <= CHOICES and all(
        re.fullmatch(r"[^\W\d](?:[^|{}\d\x00-\x1f\"]*[^\s\d])?", text) for text in choices
    ):
        return f"{{{'|'.join(choices)}}}"
    return "{*}"


def _number(told: list[tuple[Spoken, str]], name: Name) -> str:
    """A PID's name, the number that it always was, or its bounds, with some room."""
    values = {value for _, value in told}
    names = dict.fromkeys(name(line, value) for line, value in told)
    if None not in names:
        return f"{{{'|'.join(filter(None, names))}}}"
    if len(values) == 1:
        return values.pop()
    if any(value.startswith("0x") for value in values):
        return "{*}"
    decimals = {len(value.partition(".")[2]) for value in values}
    if len(decimals) > 1:
        return "{*}"
    places, high = decimals.pop(), 2 * max(map(float, values))
    return f"{{{0:.{places}f}..{float(math.ceil(high)) if places else high:.{places}f}}}"
