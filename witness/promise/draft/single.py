"""The lines of a single process in several runs, made into parts of a draft."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from witness.errors import Mistake
from witness.promise.draft.parts import Part, Unit, different, said
from witness.promise.draft.texts import Name, Spoken, template
from witness.promise.draft.unordered import unordered


def lines(program: str, speaker: str, runs: list[list[Spoken]], name: Name, new: Unit) -> list[Part]:
    """The parts of a single process.

    Raises:
        Mistake: it does not say the same in every run, and no promise that is worth the name would say what it does.
    """
    if len({tuple(map(said, own)) for own in runs}) == 1:
        return _aligned(speaker, runs, name, new)
    if parts := _stretches(speaker, runs, said, name, missing=False):
        return parts
    if len({len(own) for own in runs}) == 1:
        if part := unordered(speaker, runs, name, new):
            return [part]
        columns = list(zip(*runs, strict=True))
        parts = [_part(speaker, [[line] for line in column], name) for column in columns]
        if not any(part.text.rstrip("\\") == "{*}" for part in parts):
            return parts
    for kind in said, _kind:
        if parts := _stretches(speaker, runs, kind, name, missing=True):
            return parts
    raise Mistake(different(program, speaker, runs))


def _kind(line: Spoken) -> str:
    """What lines have in common that differ in a word."""
    words = said(line).split()
    return f"{words[0] if words else ''} and {len(words)} words{line.text[-1:]}"


def _aligned(speaker: str, runs: list[list[Spoken]], name: Name, new: Unit) -> list[Part]:
    """The first lines of every run are one promise, and so on; but where values only trade places, an `each`."""
    columns = list(zip(*runs, strict=True))
    parts: list[Part] = []
    for _, block in itertools.groupby(columns, key=lambda column: said(column[0])):
        same = list(block)
        moved = [[*own] for own in zip(*same, strict=True)]
        in_place = all(len({line.text for line in column}) == 1 for column in same)
        if len(same) > 1 and not in_place and (part := unordered(speaker, moved, name, new)):
            parts.append(part)
        else:
            parts += [_part(speaker, [[line] for line in column], name) for column in same]
    return parts


def _stretches(
    speaker: str, runs: list[list[Spoken]], kind: Callable[[Spoken], str], name: Name, *, missing: bool
) -> list[Part]:
    """A part for each stretch of lines of one kind, if these come in one order; whether some may be `missing`."""
    found = [[(key, [*lines]) for key, lines in itertools.groupby(own, key=kind)] for own in runs]
    whole = [key for key, _ in max(found, key=len)]
    columns: list[list[list[Spoken]]] = [[[] for _ in runs] for _ in whole]
    for run, stretches in enumerate(found):
        if not missing and len(stretches) < len(whole):
            return []
        place = 0
        for key, lines in stretches:
            if key not in whole[place:]:
                return []
            place = whole.index(key, place)
            columns[place][run] = lines
            place += 1
    return [_part(speaker, column, name) for column in columns]


def _part(speaker: str, seen: list[list[Spoken]], name: Name) -> Part:
    """A line that comes once in each run, or more often, or not in all of them."""
    counts = {len(lines) for lines in seen}
    count = "" if counts == {1} else " * 0..1" if counts == {0, 1} else f" * {min(1, *counts)}.."
    return Part(speaker, template([line for lines in seen for line in lines], name), seen, count)
