"""The parts of a draft in an order that held in all runs: rules, what comes after what, and lines that take turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from witness.promise.draft import turns
from witness.promise.draft.parts import Part, Placed, place
from witness.promise.draft.texts import Name
from witness.promise.language import UNKNOWN


@dataclass(eq=False)
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

    def before(self, other: Placed) -> bool:
        """Whether all in it came before all in the other."""
        if isinstance(other, Block):
            return all(one.before(another) for one in self.parts for another in other.parts)
        return super().before(other)

    @property
    def speaker(self) -> str:
        """Who speaks."""
        return self.parts[0].speaker

    @property
    def head(self) -> str:
        """Its `each`; empty for a line."""
        return self.parts[0].head

    @property
    def key(self) -> str:
        """The first name of its `each`'s values; empty if it has none."""
        return self.head.removeprefix("each ").partition(" in ")[0].partition(",")[0] if " in " in self.head else ""


def script(parts: Sequence[Part], name: Name, looseness: int) -> list[str]:
    """The lines of the script.

    Args:
        parts: of all speakers.
        name: tells PIDs from other numbers.
        looseness: 0 for all that can be said; 1 without values in order and members told by a value; 2 without an
            order between speakers.
    """
    if not looseness:
        listed = [block.parts[0] for block in _arranged([Block([part]) for part in parts])]
        if found := turns.find(listed, name):
            start, end, each = found
            above, below = script(listed[:start], name, looseness), script(listed[end:], name, looseness)
            return [*above, *["---"] * bool(above), *each, *["---"] * bool(below), *below]
    sections = _sections(sorted(parts, key=place), looseness)
    homes: dict[int, int] = Counter(unit for section in sections for unit in {part.unit for part in section})
    split = {unit for unit, count in homes.items() if unit and count > 1 and not looseness}
    lines: list[str] = []
    for section in sections:
        lines += ["---"] * bool(lines)
        lines += _section(section, split, looseness)
    return lines


def _sections(parts: list[Part], looseness: int) -> list[list[Part]]:
    """A rule wherever everything above came before everything below in all runs, if it says more than is said."""
    sections: list[list[Part]] = [[]]
    for index, part in enumerate(parts):
        section = sections[-1]
        # An `each` runs beside everything in its section, and so does another speaker.
        beside = {above.speaker for above in section}
        loops = part.head or any(above.head for above in section)
        wanted = loops and part.speaker in beside if looseness > 1 else loops or len(beside | {part.speaker}) > 1
        if section and wanted and all(a.before(b) for a in parts[:index] for b in parts[index:]):
            sections.append([part])
        else:
            section.append(part)
    return [section for section in sections if section]


def _section(parts: list[Part], split: set[int], looseness: int) -> list[str]:
    units: dict[int, list[Part]] = {}
    blocks = []
    for part in parts:
        if part.unit and part.unit in units:
            units[part.unit].append(part)
        else:
            blocks.append(units.setdefault(part.unit, [part]) if part.unit else [part])
    lines: list[str] = []
    done: list[Block] = []
    for block in _arranged([Block(some) for some in blocks]):
        lines += _told(block, done if looseness < 2 else [], split, looseness)
        done.append(block)
    return lines


def _arranged(blocks: list[Block]) -> list[Block]:
    """An order in which each comes behind all that it always came after; behind the last of them, where it can."""
    left = sorted(blocks, key=place)
    later = {one: [other for other in left if other is not one and one.before(other)] for one in left}
    missing = Counter(other for some in later.values() for other in some)
    done: list[Block] = []
    while left:
        ready = [one for one in left if not missing[one]] or left[:1]
        one = next((one for one in ready if _awaited(one, done)), ready[0])
        left.remove(one)
        done.append(one)
        missing.subtract(later[one])
    return done


def _awaited(block: Block, done: list[Block]) -> list[str]:
    """What came before it so far that is not all before its speaker's line before it: speakers, or values of `each`es.

    Nobody in particular is `unknown`, so that nothing comes after it.
    """
    own = [above for above in done if above.speaker == block.speaker and not above.head]
    names: list[str] = []
    for speaker in dict.fromkeys(above.speaker for above in done if above.speaker != UNKNOWN):
        theirs = [above for above in done if above.speaker == speaker and (above.head or speaker != block.speaker)]
        keys = dict.fromkeys(above.key for above in theirs if above.key)
        groups = {speaker: theirs} if speaker != block.speaker else {}
        groups |= {key: [above for above in done if above.key == key] for key in keys}
        for name, some in groups.items():
            if all(a.before(block) for a in some) and not (own and all(a.before(own[-1]) for a in some)):
                names.append(name)
                break
    return list(dict.fromkeys(names))


def _told(block: Block, above: list[Block], split: set[int], looseness: int) -> list[str]:
    if block.head:
        lines = [block.head + ("" if looseness else block.parts[0].most)]
        for part in block.parts:
            keyed = part.unit in split and " in " in block.head and "turn in" not in block.head
            speaker = f"{part.speaker}[{block.key}]" if keyed else part.speaker
            text = part.text.replace(f"{{{part.speaker}}}", f"{{{part.speaker}[{block.key}]}}") if keyed else part.text
            lines.append(f"  {speaker}{part.count} | {text}")
        return lines
    (part,) = block.parts
    names = _awaited(block, above)
    after = f" after {', '.join(names)}" if names else ""
    return [f"{part.speaker}{part.count}{after} | {part.text}"]
