"""Lines that come again and again with other values: a loop's, or those of one who puts and another who gets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from witness.promise.draft.parts import KEYS, Part, head
from witness.promise.draft.texts import NUMBER, Name, shape, template

LONGEST = 3
"""Lines for one value."""
LOOP, TURNS = 5, 3
"""So many values are worth an `each`: in lines of one speaker, and in lines of several."""


def find(parts: Sequence[Part], name: Name) -> tuple[int, int, list[str]] | None:
    """The longest stretch of lines that is one `each` whose values come in their order, and that `each`.

    Args:
        parts: in their order.
        name: tells PIDs from other numbers.
    """
    for length in range(len(parts), TURNS - 1, -1):
        for start in range(len(parts) - length + 1):
            stretch = parts[start : start + length]
            if any(part.head or part.count for part in stretch):
                continue
            for period in range(1, LONGEST + 1):
                lines = _each(stretch, period, name) if length % period == 0 else []
                if lines and _apart(parts, start, start + length):
                    return start, start + length, lines
    return None


def _apart(parts: Sequence[Part], start: int, end: int) -> bool:
    """Whether rules may stand on both sides."""
    return all(above.before(below) for place in (start, end) for above in parts[:place] for below in parts[place:])


def _each(parts: Sequence[Part], period: int, name: Name) -> list[str]:
    turns = [list(parts[i : i + period]) for i in range(0, len(parts), period)]
    if len(turns) < (LOOP if period == 1 else TURNS):
        return []
    if len({tuple((part.speaker, shape(part.seen[0][0].text)) for part in turn) for turn in turns}) > 1:
        return []
    if period > 1:
        if not all(one.before(other) for turn in turns for one, other in pairwise(turn)):
            return []
        if len({part.speaker for part in turns[0]}) == 1 or all(
            one[-1].before(other[0]) for one, other in pairwise(turns)
        ):
            return []  # the plain lines say more: the next value comes when all is said about the one before
    keys = _keys(turns)
    names = dict(zip(dict.fromkeys(keys.values()), KEYS, strict=False))
    if not any(len(set(values)) == len(values) for values in names) or len(names) < len(set(keys.values())):
        return []
    lines = [f"{head(list(names.values()), [list(row) for row in zip(*names, strict=True)])}, in order"]
    for place in range(period):
        seen = [line for turn in turns for some in turn[place].seen for line in some]
        places = {index: names[values] for (at, index), values in keys.items() if at == place}
        lines.append(f"  {turns[0][place].speaker} | {template(seen, name, places)}")
    return lines


def _keys(turns: list[list[Part]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The numbers that are the same in every run, but not in every turn: by line and place, one for each turn."""
    keys = {}
    for place, part in enumerate(turns[0]):
        for index in range(len(NUMBER.findall(part.seen[0][0].text))):
            values = [{NUMBER.findall(some[0].text)[index] for some in turn[place].seen} for turn in turns]
            told = tuple(value for one in values for value in one)
            if all(len(one) == 1 for one in values) and len(set(told)) > 1:
                keys[place, index] = told
    return keys
