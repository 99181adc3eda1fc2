"""The script of a promise as it is held to a run: strands of phrases, and the gates between them.

A strand is what comes in order: the lines of one speaker in a section, or one instance of an `each`. A phrase is one of
its lines, with the values of its instance filled in. A gate stands before each line with an `after`, and at the end of
the section: it opens when the lines above it were said, and shuts for them when its own line is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from witness.promise.language import Each, Line, Token
from witness.promise.state import Stage
from witness.promise.strands import END, Phrase, Strand


@dataclass(frozen=True)
class Scene:
    """A section as it is held to a run."""

    strands: tuple[Strand, ...]
    gates: int
    index: dict[tuple[int, int], dict[tuple[str, str], dict[str, list[tuple[int, int]]]]] = field(default_factory=dict)
    """Places by their phrases' texts: by the lengths of beginning and end, by these two, and by the longest between."""
    found: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def start(self) -> Stage:
        """Nothing said yet."""
        waiting = [0] * self.gates
        for strand in self.strands:
            for gate in strand.needed * [gate for gates in strand.opens for gate in gates]:
                waiting[gate] += 1
        return Stage(tuple(waiting))

    def candidates(self, text: str) -> tuple[tuple[int, int], ...]:
        """The strands and places whose phrases may be a line with this text, in the order of the promise."""
        if text not in self.found:
            places: set[tuple[int, int]] = set()
            for said in {text, text.rstrip()}:
                for (low, high), there in self.index.items():
                    within = there.get((said[:low], said[len(said) - high :] if high else ""), {})
                    for middle, some in within.items():
                        if middle in said:
                            places.update(some)
            self.found[text] = tuple(sorted(places))
        return self.found[text]


def scene(
    items: Sequence[Line | Each], holds: Callable[[str], bool], sizes: Callable[[str], tuple[int, int] | None]
) -> Scene:
    """Set out a section of a promise.

    Args:
        items: what stands in it.
        holds: says whether a condition holds in this run.
        sizes: gives the bounds of a group's size; None for one that is not there.
    """
    strands = [*_speakers(items, holds), *_instances(items, holds, sizes)]
    after = {p.line.number: p.line.after for strand in strands for p in strand.phrases if p.line.after}
    gates = [(number, frozenset(after[number])) for number in sorted(after)]
    placed: dict[object, tuple[tuple[Phrase, ...], tuple[tuple[int, ...], ...]]] = {}
    found = []
    for strand in strands:
        shape = id(strand.each) if strand.each else strand.kind
        if shape not in placed or [p.line for p in placed[shape][0]] != [p.line for p in strand.phrases]:
            placed[shape] = _gated(strand, gates)
        model, opens = placed[shape]
        phrases = strand.phrases
        if gates:
            phrases = tuple(p._replace(gate=m.gate, shut=m.shut) for p, m in zip(phrases, model, strict=True))
        found.append(replace(strand, phrases=phrases, opens=opens))
    result = Scene(tuple(found), len(gates) + 1)
    for index, strand in enumerate(found):
        for place, phrase in enumerate(strand.phrases):
            texts = ["", *(part if isinstance(part, str) else "" for part in phrase.parts), ""]
            begin, end, middle = texts[1], texts[-2], max(texts, key=len)
            there = result.index.setdefault((len(begin), len(end)), {})
            there.setdefault((begin, end), {}).setdefault(middle, []).append((index, place))
    return result


def _speakers(items: Sequence[Line | Each], holds: Callable[[str], bool]) -> Iterator[Strand]:
    lines = [item for item in items if isinstance(item, Line) and holds(item.condition)]
    for kind, who in enumerate(dict.fromkeys((line.speaker, line.key) for line in lines)):
        yield Strand(tuple(_phrase(line, None, ()) for line in lines if (line.speaker, line.key) == who), kind)


def _instances(
    items: Sequence[Line | Each], holds: Callable[[str], bool], sizes: Callable[[str], tuple[int, int] | None]
) -> Iterator[Strand]:
    for each in items:
        if not isinstance(each, Each) or not holds(each.condition):
            continue
        lines = [line for line in each.lines if holds(line.condition)]
        least, rows = 0, each.rows
        if rows is None:
            bounds = sizes(each.names[0])
            if bounds is None:
                continue
            least, rows = bounds[0], ((),) * bounds[1]
        kinds: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows):
            # Instances with equal values may stand for one another; a kind of an `each` is told by its line.
            kind = (each.number << 32) + kinds.setdefault(row, len(kinds)) + (number >= least if not row else 0)
            phrases = tuple(_phrase(line, each, row) for line in lines)
            yield Strand(phrases, kind, each, row, number, bool(row) or number < least)


def _phrase(line: Line, each: Each | None, row: tuple[str, ...]) -> Phrase:
    values = dict(zip(each.names, row, strict=False)) if each else {}
    parts: list[str | Token] = []
    for promised in line.parts:
        part = promised
        if isinstance(promised, Token) and promised.kind == "value":
            part = values.get(promised.names[0], promised)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    if line.any:
        return Phrase(line, (Token("any"),), True, 0, None)
    return Phrase(line, tuple(parts), line.ended, line.low, line.high)


def _gated(
    strand: Strand, gates: list[tuple[int, frozenset[str]]]
) -> tuple[tuple[Phrase, ...], tuple[tuple[int, ...], ...]]:
    """The strand's phrases with their gates, and the gates that open behind each."""
    whole = set(strand.each.names) if strand.each else set()
    phrases = []
    opens: list[list[int]] = [[] for _ in strand.phrases]
    shut: list[set[int]] = [set() for _ in strand.phrases]
    for gate, (number, names) in enumerate([(0, frozenset[str]()), *gates]):
        last = None
        for place, phrase in enumerate(strand.phrases):
            above = phrase.line.number < number and (whole & names or phrase.line.speaker in names)
            if above:
                shut[place].add(gate)
            if (above or gate == END) and phrase.low:
                last = place
        if last is not None:
            opens[last].append(gate)
    by_number = {number: gate for gate, (number, _) in enumerate(gates, 1)}
    for place, phrase in enumerate(strand.phrases):
        phrases.append(phrase._replace(gate=by_number.get(phrase.line.number), shut=frozenset(shut[place])))
    return tuple(phrases), tuple(map(tuple, opens))


def started(stage: Stage, strand: Strand) -> Stage:
    """The stage in which a strand has begun: whoever need not begin has to finish once it has."""
    if not strand.needed:
        waiting = list(stage.waiting)
        for gate in (gate for gates in strand.opens for gate in gates):
            waiting[gate] += 1
        stage = stage._replace(waiting=tuple(waiting))
    return stage
