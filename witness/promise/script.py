"""The script of a promise as it is held to a run: strands of phrases, and the gates between them.

A strand is what comes in order: the lines of one speaker in a section, or one instance of an `each`. A phrase is one of
its lines, with the values of its instance filled in. A gate stands before each line with an `after`, and at the end of
the section: it opens when the lines above it were said, and shuts for them when its own line is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from witness.promise.language import Each, Line, Token
from witness.promise.state import Progress, Stage
from witness.promise.texts import Parts

END = 0
"""The gate at the end of a section."""


@dataclass(frozen=True)
class Phrase:
    """A promised line, in one instance."""

    line: Line
    parts: Parts
    ended: bool
    """Whether a newline has to end it."""
    low: int
    high: int | None
    gate: int | None = None
    """The gate that it waits for."""
    shut: frozenset[int] = frozenset()
    """The gates that it stands above."""

    def may_be_said_by(self, progress: Progress, writers: tuple[int, ...]) -> bool:
        """Whether the instance's member has written a line with one known writer."""
        if len(writers) != 1 or self.line.key:
            return True
        return all(name != self.line.speaker or pid == writers[0] for name, pid in progress.members)


@dataclass(frozen=True)
class Strand:
    """What comes in this order."""

    phrases: tuple[Phrase, ...]
    kind: int
    """The same for strands that may stand for one another."""
    each: Each | None = None
    row: tuple[str, ...] = ()
    number: int = 0
    """Which of the instances of its `each` it is."""
    needed: bool = True
    """Whether it has to begin."""
    opens: tuple[tuple[int, ...], ...] = ()
    """For each phrase, the gates that wait for no later phrase of this strand."""

    def value(self, name: str) -> str | None:
        """What its `each` calls so, in this instance."""
        if self.each is None or not self.row or name not in self.each.names:
            return None
        return self.row[self.each.names.index(name)]

    def open(self, progress: Progress) -> Iterator[int]:
        """The places of the phrases that may come next."""
        place, times = progress.done, progress.times
        while place < len(self.phrases):
            yield place
            if times < self.phrases[place].low:
                return
            place, times = place + 1, 0

    def may_say(self, progress: Progress, place: int) -> bool:
        """Whether the phrase at this place may come next."""
        done = progress.done
        if place <= done:
            return place == done
        return progress.times >= self.phrases[done].low and not any(p.low for p in self.phrases[done + 1 : place])

    def enough(self, progress: Progress) -> int:
        """How many of its phrases have been said as often as they have to be."""
        if progress.done == len(self.phrases) or not progress.times:
            return progress.done
        return progress.done + (progress.times >= self.phrases[progress.done].low)

    def after(self, progress: Progress, place: int) -> Progress:
        """How far it has come when the phrase at this place was said once more."""
        phrase = self.phrases[place]
        times = 1 + (progress.times if place == progress.done else 0)
        if times == phrase.high:
            return progress._replace(done=place + 1, times=0)
        return progress._replace(done=place, times=min(times, phrase.low) if phrase.high is None else times)

    def over(self, progress: Progress) -> bool:
        """Whether all was said that has to be said."""
        return self.enough(progress) >= len(self.opens) or not any(self.opens[self.enough(progress) :])

    def left(self, progress: Progress) -> tuple[Phrase, ...]:
        """The phrases that still have to be said."""
        return tuple(phrase for phrase in self.phrases[self.enough(progress) :] if phrase.low)


@dataclass(frozen=True)
class Section:
    """The lines between two rules."""

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


def section(
    items: Sequence[Line | Each], holds: Callable[[str], bool], sizes: Callable[[str], tuple[int, int] | None]
) -> Section:
    """Set out a section of a promise.

    Args:
        items: what stands in it.
        holds: says whether a condition holds in this run.
        sizes: gives the bounds of a group's size; None for one that is not there.
    """
    strands = [*_speakers(items, holds), *_instances(items, holds, sizes)]
    lines = {phrase.line for strand in strands for phrase in strand.phrases}
    numbers = sorted({line.number for line in lines if line.after})
    after = {line.number: line.after for line in lines}
    gates = [(number, frozenset(after[number])) for number in numbers]
    placed: dict[object, tuple[tuple[Phrase, ...], tuple[tuple[int, ...], ...]]] = {}
    found = []
    for strand in strands:
        shape = id(strand.each) if strand.each else strand.kind
        if shape not in placed or [p.line for p in placed[shape][0]] != [p.line for p in strand.phrases]:
            placed[shape] = _gated(strand, gates)
        model, opens = placed[shape]
        phrases = tuple(replace(p, gate=m.gate, shut=m.shut) for p, m in zip(strand.phrases, model, strict=True))
        found.append(replace(strand, phrases=phrases, opens=opens))
    result = Section(tuple(found), len(gates) + 1)
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
    # A backslash at the end says that no newline ended the line; a real one there is doubled.
    marked = line.text.endswith("\\")
    if marked:
        assert isinstance(parts[-1], str)
        parts[-1] = parts[-1][:-1]
    ended = not marked or line.text.endswith("\\\\")
    if line.any:
        return Phrase(line, (Token("any"),), True, 0, None)
    return Phrase(line, tuple(part for part in parts if part != ""), ended, line.low, line.high)


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
        phrases.append(replace(phrase, gate=by_number.get(phrase.line.number), shut=frozenset(shut[place])))
    return tuple(phrases), tuple(map(tuple, opens))


def started(stage: Stage, strand: Strand) -> Stage:
    """The stage in which a strand has begun: whoever need not begin has to finish once it has."""
    if not strand.needed:
        waiting = list(stage.waiting)
        for gate in (gate for gates in strand.opens for gate in gates):
            waiting[gate] += 1
        stage = stage._replace(waiting=tuple(waiting))
    return stage
