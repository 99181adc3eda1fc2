"""The parts of a draft in an order that held in all runs: rules, what comes after what, and lines that take turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from witness.promise.draft import turns
from witness.promise.draft.parts import Part, Placed
from witness.promise.draft.texts import Name


@dataclass
class Block(Placed):
    """What stands together in a section: a line, or an `each` with its lines."""

    parts: list[Part]

    def __post_init__(self) -> None:
        """Find its places."""
        self.first = [
            min((p for p in places if p is not None), default=None)
            for places in zip(*(part.first for part in self.parts), strict=True)
        ]
        self.last = [
            max((p for p in places if p is not None), default=None)
            for places in zip(*(part.last for part in self.parts), strict=True)
        ]

    @property
    def speaker(self) -> str:
        """Who speaks."""
        return self.parts[0].speaker

    @property
    def head(self) -> str:
        """Its `each`; empty for a line."""
        return self.parts[0].head


def script(parts: Sequence[Part], name: Name, looseness: int) -> list[str]:
    """The lines of the script.

    Args:
        parts: of all speakers.
        name: tells PIDs from other numbers.
        looseness: 0 for all that can be said; 1 without values in order and members told by a value; 2 without an
            order between speakers.
    """
    sections = _sections(sorted(parts, key=_place), looseness)
    homes: dict[int, int] = Counter(unit for section in sections for unit in {part.unit for part in section})
    split = {unit for unit, count in homes.items() if unit and count > 1 and not looseness}
    lines: list[str] = []
    for section in sections:
        lines += ["---"] * bool(lines)
        lines += _section(section, split, name, looseness)
    return lines


def _place(part: Part | Block) -> tuple[float, float]:
    return mean(p for p in part.first if p is not None), mean(p for p in part.last if p is not None)


def _sections(parts: list[Part], looseness: int) -> list[list[Part]]:
    """A rule wherever everything above came before everything below in all runs, if it says more than is said."""
    sections: list[list[Part]] = [[]]
    for index, part in enumerate(parts):
        section = sections[-1]
        # An `each` runs beside everything in its section, and so does another speaker.
        beside = {above.speaker for above in section}
        more = len(beside | {part.speaker}) > 1 or part.head or any(above.head for above in section)
        wanted = more and (looseness < 2 or part.speaker in beside)
        if section and wanted and all(a.before(b) for a in parts[:index] for b in parts[index:]):
            sections.append([part])
        else:
            section.append(part)
    return [section for section in sections if section]


def _section(parts: list[Part], split: set[int], name: Name, looseness: int) -> list[str]:
    units: dict[int, list[Part]] = {}
    blocks = []
    for part in parts:
        if part.unit and part.unit in units:
            units[part.unit].append(part)
        else:
            blocks.append(units.setdefault(part.unit, [part]) if part.unit else [part])
    done = _arranged([Block(some) for some in blocks])
    found = None if looseness else turns.find([None if block.head else block.parts[0] for block in done], name)
    if found is None:
        return _lines(done, split, looseness)
    start, end, lines = found
    above, below = _lines(done[:start], split, looseness), _lines(done[end:], split, looseness)
    return [*above, *["---"] * bool(above), *lines, *["---"] * bool(below), *below]


def _lines(blocks: list[Block], split: set[int], looseness: int) -> list[str]:
    lines = []
    for index, block in enumerate(blocks):
        lines += _told(block, blocks[:index] if looseness < 2 else [], split)
    return lines


def _arranged(blocks: list[Block]) -> list[Block]:
    """An order in which each comes behind all that it always came after; behind the last of them, where it can."""
    left = sorted(blocks, key=_place)
    done: list[Block] = []
    while left:
        ready = [one for one in left if not any(other.before(one) for other in left if other is not one)] or left[:1]
        prompt = [one for one in ready if _awaited(one, done)]
        one = (prompt or ready)[0]
        left.remove(one)
        done.append(one)
    return done


def _awaited(block: Block, done: list[Block]) -> list[str]:
    """The others whose lines so far all came before it, and not all before its speaker's line before it."""
    own = [above for above in done if above.speaker == block.speaker and not above.head]
    names = []
    for name in dict.fromkeys(above.speaker for above in done if above.speaker != block.speaker):
        theirs = [above for above in done if above.speaker == name]
        if all(above.before(block) for above in theirs) and not (own and all(a.before(own[-1]) for a in theirs)):
            names.append(name)
    return names


def _told(block: Block, above: list[Block], split: set[int]) -> list[str]:
    if block.head:
        lines = [block.head]
        for part in block.parts:
            keyed = part.unit in split and " in " in block.head and "turn in" not in block.head
            speaker = f"{part.speaker}[n]" if keyed else part.speaker
            text = part.text.replace(f"{{{part.speaker}}}", f"{{{part.speaker}[n]}}") if keyed else part.text
            lines.append(f"  {speaker}{part.count} | {text}")
        return lines
    (part,) = block.parts
    # `unknown` is nobody in particular, so that nothing comes after it.
    names = [name for name in _awaited(block, above) if name != "unknown"]
    after = f" after {', '.join(names)}" if names else ""
    return [f"{part.speaker}{part.count}{after} | {part.text}"]
