"""Lines that are the same in every run, but for their order: an `each`."""

from __future__ import annotations

import re
from dataclasses import replace

from witness.promise.draft.parts import KEYS, Part, Unit, head
from witness.promise.draft.texts import NUMBER, Name, Spoken, template

MARK = "\ue000"
"""Stands for the word that tells lines apart, until their common text is found."""


def unordered(speaker: str, runs: list[list[Spoken]], name: Name, unit: Unit) -> Part | None:
    """The `each` of these lines; None if they are not the same in every run, or nothing tells them apart."""
    told = [[_told(line, name) for line in own] for own in runs]
    texts = sorted(told[0])
    if len(set(texts)) < 2 or any(sorted(own) != texts for own in told):
        return None
    everything = [line for own in runs for line in own]
    if len({line.text.endswith("\n") for line in everything}) > 1:
        return None
    numbers = [[_told_number(line, value, name) for value in NUMBER.findall(line.text)] for line in everything]
    if len({NUMBER.sub("#", line.text) for line in everything}) == 1:
        varying = [index for index, column in enumerate(zip(*numbers, strict=True)) if len(set(column)) > 1]
        if not 0 < len(varying) <= len(KEYS):
            return None
        keys = dict(zip(varying, KEYS, strict=False))
        rows = [[row[index] for index in varying] for row in numbers]
        text = template(everything, name, keys)
        return _part(speaker, text, runs, unit, list(keys.values()), rows)
    words = [re.split(r"(\s+)", text) for own in told for text in own]
    if len({len(some) for some in words}) > 1:
        return None
    columns = [index for index, column in enumerate(zip(*words, strict=True)) if len(set(column)) > 1]
    rows = [[some[index] for index in columns] for some in words]
    if len(columns) != 1 or any(not re.fullmatch(r"[\w.:/-]*\w", row[0]) or row[0].isdecimal() for row in rows):
        return None
    marked = [_marked(line, columns[0]) for line in everything]
    return _part(speaker, template(marked, name).replace(MARK, "{word}"), runs, unit, ["word"], rows)


def _part(
    speaker: str, text: str, runs: list[list[Spoken]], unit: Unit, names: list[str], rows: list[list[str]]
) -> Part:
    values = iter([" ".join(row) for row in rows])
    keyed = [{next(values): line for line in own} for own in runs]
    part = Part(speaker, text, runs, head=head(names, sorted(rows[: len(runs[0])], key=_order)), unit=unit())
    part.keyed = keyed
    return part


def _order(row: list[str]) -> list[tuple[float, str]]:
    return [(float(value), "") if re.fullmatch(r"\d+(\.\d+)?", value) else (0.0, value) for value in row]


def _told(line: Spoken, name: Name) -> str:
    return NUMBER.sub(lambda found: _told_number(line, found[0], name), line.text.rstrip("\n").rstrip())


def _told_number(line: Spoken, value: str, name: Name) -> str:
    called = name(line, value)
    return f"{{{called}}}" if called else value


def _marked(line: Spoken, column: int) -> Spoken:
    words = re.split(r"(\s+)", line.text)
    words[column] = MARK
    return replace(line, text="".join(words))
