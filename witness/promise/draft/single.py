"""The lines of a single process in several runs, made into parts of a draft."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from witness.errors import Mistake
from witness.promise.draft.parts import Part, Unit, different, said
from witness.promise.draft.texts import Name, Seen, template
from witness.promise.draft.unordered import unordered


def lines(program: str, speaker: str, runs: list[list[Seen]], name: Name, new: Unit) -> list[Part]:
    """The parts of a single process.

    Raises:
        Mistake: it does not say the same in every run, and no promise that is worth the name would say what it does.
    """
    shapes = [[said(line) for line in own] for own in runs]
    if len({tuple(own) for own in shapes}) == 1:
        return _aligned(speaker, runs, name, new)
    repeated = [[[*same] for _, same in itertools.groupby(own, key=said)] for own in runs]
    if len({tuple(said(same[0]) for same in own) for own in repeated}) == 1:
        return [_repeated(speaker, list(column), name) for column in zip(*repeated, strict=True)]
    if len({len(own) for own in runs}) == 1:
        if part := unordered(speaker, runs, name, new):
            return [part]
        columns = list(zip(*runs, strict=True))
        parts = [_repeated(speaker, [[line] for line in column], name) for column in columns]
        if not any(part.text.rstrip("\\") == "{*}" for part in parts):
            return parts
    longest = max(shapes, key=len)
    if all(_inside(own, longest) for own in shapes):
        return _optional(speaker, runs, longest, name)
    raise Mistake(different(program, speaker, runs))


def _aligned(speaker: str, runs: list[list[Seen]], name: Name, new: Unit) -> list[Part]:
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
            parts += [_repeated(speaker, [[line] for line in column], name) for column in same]
    return parts


def _repeated(speaker: str, seen: list[list[Seen]], name: Name) -> Part:
    """A line that comes several times in a row, or once in each run."""
    counts = {len(lines) for lines in seen}
    text = template([line for lines in seen for line in lines], name)
    return Part(speaker, text, seen, "" if counts == {1} else f" * {min(1, *counts)}..")


def _inside(shapes: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(shape in rest for shape in shapes)


def _optional(speaker: str, runs: list[list[Seen]], whole: list[str], name: Name) -> list[Part]:
    """Lines of which some are missing in some runs."""
    columns: list[list[list[Seen]]] = [[[] for _ in runs] for _ in whole]
    for run, own in enumerate(runs):
        place = 0
        for line in own:
            place = whole.index(said(line), place)
            columns[place][run].append(line)
            place += 1
    parts = []
    for column in columns:
        text = template([line for lines in column for line in lines], name)
        parts.append(Part(speaker, text, column, "" if all(column) else " * 0..1"))
    return parts
