"""The lines of one speaker in several runs, made into parts of a draft: lines, and lines for each of some values."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from witness.errors import Mistake
from witness.promise.draft.cast import Cast
from witness.promise.draft.texts import NUMBER, Name, Seen, shape, template

KEYS = ("n", "m", "k", "i", "j")
SHOWN = 5
"""Variants that are told where there is no common one."""


class Placed:
    """What has a first and a last place in each run; None if it was not there."""

    first: list[int | None]
    last: list[int | None]

    def before(self, other: Placed) -> bool:
        """Whether it came wholly before the other in every run that has both."""
        both = [
            (last, first)
            for last, first in zip(self.last, other.first, strict=True)
            if last is not None and first is not None
        ]
        return bool(both) and all(last < first for last, first in both)


@dataclass
class Part(Placed):
    """A line of the draft, in all runs."""

    speaker: str
    text: str
    seen: list[list[Seen]]
    """In each run: once, or as often as it came."""
    count: str = ""
    """How often it comes, as ` * 1..`, if not once."""
    head: str = ""
    """The `each` that it stands under, if it stands under one."""
    unit: int = 0
    """Lines of one `each` have the same number."""

    def __post_init__(self) -> None:
        """Find its places."""
        self.first = [min((line.place for line in lines), default=None) for lines in self.seen]
        self.last = [max((line.place for line in lines), default=None) for lines in self.seen]


class Namer:
    """Tells PIDs from other numbers."""

    def __init__(self, cast: Cast) -> None:
        """Look them up in this cast."""
        self.cast = cast
        self.shells = [recording.processes[0].ppid for recording in cast.recordings]

    def __call__(self, line: Seen, value: str) -> str | None:
        """The name of this PID: of a group only that of the speaker, because another could be any."""
        if not value.isdecimal():
            return None
        pid = int(value)
        name = self.cast.names[line.run].get(pid)
        if name in self.cast.groups:
            return name if pid == line.pid else None
        if name is None and pid == self.shells[line.run]:
            return "outside"
        return name


def lines(program: str, speaker: str, runs: list[list[Seen]], name: Name, units: Iterator[int]) -> list[Part]:
    """The parts of a single process.

    Raises:
        Mistake: it does not say the same in every run, and no promise that is worth the name would say what it does.
    """
    said = [[_shape(line) for line in own] for own in runs]
    if len({tuple(shapes) for shapes in said}) == 1:
        return _aligned(speaker, runs, name, units)
    repeated = [[[*same] for _, same in itertools.groupby(own, key=_shape)] for own in runs]
    if len({tuple(_shape(same[0]) for same in own) for own in repeated}) == 1:
        return [_repeated(speaker, list(column), name) for column in zip(*repeated, strict=True)]
    if len({len(own) for own in runs}) == 1:
        if part := unordered(speaker, runs, name, units):
            return [part]
        columns = list(zip(*runs, strict=True))
        parts = [_repeated(speaker, [[line] for line in column], name) for column in columns]
        if not any(part.text.rstrip("\\") == "{*}" for part in parts):
            return parts
    longest = max(said, key=len)
    if all(_inside(shapes, longest) for shapes in said):
        return _optional(speaker, runs, longest, name)
    raise Mistake(different(program, speaker, runs))


def different(program: str, speaker: str, runs: list[list[Seen]]) -> str:
    """What is said of a speaker whose lines have too little in common: the variants, and how often each was seen."""
    variants = Counter(tuple(_shape(line).rstrip("\n") for line in own) for own in runs)
    told = [f"{program}: {speaker} does not say the same in every run; in {len(runs)} runs it said"]
    for said, count in variants.most_common(SHOWN):
        told += [f"  {count} times:", *(f"    {text}" for text in said or ["(nothing)"])]
    if len(variants) > SHOWN:
        told.append(f"  and {len(variants) - SHOWN} other variants")
    return "\n".join([*told, "Make the program enforce an order, or write this promise by hand"])


def _shape(line: Seen) -> str:
    return shape(line.text)


def _aligned(speaker: str, runs: list[list[Seen]], name: Name, units: Iterator[int]) -> list[Part]:
    """The first lines of every run are one promise, and so on; but where values only trade places, an `each`."""
    columns = list(zip(*runs, strict=True))
    parts: list[Part] = []
    for _, block in itertools.groupby(columns, key=lambda column: _shape(column[0])):
        same = list(block)
        moved = [[*own] for own in zip(*same, strict=True)]
        in_place = all(len({line.text for line in column}) == 1 for column in same)
        if len(same) > 1 and not in_place and (part := unordered(speaker, moved, name, units)):
            parts.append(part)
        else:
            parts += [_repeated(speaker, [[line] for line in column], name) for column in same]
    return parts


def _repeated(speaker: str, seen: list[list[Seen]], name: Name) -> Part:
    """A line that comes several times in a row, or once in each run."""
    counts = {len(lines) for lines in seen}
    text = template([line for lines in seen for line in lines], name)
    return Part(speaker, text, seen, "" if counts == {1} else f" * {min(counts)}..")


def _inside(shapes: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(shape in rest for shape in shapes)


def _optional(speaker: str, runs: list[list[Seen]], whole: list[str], name: Name) -> list[Part]:
    """Lines of which some are missing in some runs."""
    columns: list[list[list[Seen]]] = [[[] for _ in runs] for _ in whole]
    for run, own in enumerate(runs):
        place = 0
        for line in own:
            place = whole.index(_shape(line), place)
            columns[place][run].append(line)
            place += 1
    parts = []
    for column in columns:
        text = template([line for lines in column for line in lines], name)
        parts.append(Part(speaker, text, column, "" if all(column) else " * 0..1"))
    return parts


def unordered(speaker: str, runs: list[list[Seen]], name: Name, units: Iterator[int]) -> Part | None:
    """An `each` for lines that are the same in every run, but for their order; None if they are not."""
    everything = [line for own in runs for line in own]
    texts = [sorted(line.text for line in own) for own in runs]
    if any(own != texts[0] for own in texts):
        return None
    if len({_shape(line) for line in everything}) == 1:
        numbers = [NUMBER.findall(text) for text in texts[0]]
        varying = [index for index, column in enumerate(zip(*numbers, strict=True)) if len(set(column)) > 1]
        if not varying or len(varying) > len(KEYS):
            return None
        keys = dict(zip(varying, KEYS, strict=False))
        rows = [[row[index] for index in varying] for row in numbers]
        return Part(
            speaker, template(everything, name, keys), runs, head=head(list(keys.values()), rows), unit=next(units)
        )
    rows = [[text.rstrip("\n").strip()] for text in texts[0]]
    if any(set(row[0]) & set(",{}\\") or not row[0] or row[0] == "..." for row in rows) or len({*texts[0]}) < len(rows):
        return None
    ended = everything[0].text.endswith("\n")
    return Part(speaker, "{line}" if ended else "{line}\\", runs, head=head(["line"], rows), unit=next(units))


def head(names: list[str], rows: list[list[str]]) -> str:
    """The `each` of these names and values."""
    if len(names) == 1:
        values = [row[0] for row in rows]
        if all(value.isdecimal() for value in values):
            values.sort(key=int)
            low, high = int(values[0]), int(values[-1])
            if values == [str(n) for n in range(low, high + 1)]:
                return f"each {names[0]} in {low}..{high}"
        return f"each {names[0]} in {', '.join(values)}"
    return f"each {', '.join(names)} in {', '.join(' '.join(row) for row in rows)}"


def group(
    program: str, speaker: str, runs: list[list[Seen]], name: Name, units: Iterator[int], members: list[int]
) -> list[Part]:
    """The parts of a group: lines that each member says once, and the same few lines again and again.

    Args:
        program: its file's name.
        speaker: the group.
        runs: its lines in each run.
        name: tells PIDs from other numbers.
        units: a number for each `each`.
        members: how many there were in each run.

    Raises:
        Mistake: its lines do not repeat.
    """
    own: list[list[list[Seen]]] = []
    for lines_ in runs:
        by_pid: dict[int, list[Seen]] = defaultdict(list)
        for line in lines_:
            by_pid[line.pid].append(line)
        own.append(list(by_pid.values()))
    everyone = [[_shape(line) for line in said] for some in own for said in some]
    complete = all(len(some) == count for some, count in zip(own, members, strict=True))
    for once in range(min(map(len, everyone)) + 1 if complete else 1):
        if unit := _unit([said[once:] for said in everyone]):
            break
        if all(len(said) == once for said in everyone) and len(set(map(tuple, everyone))) == 1:
            unit = 0
            break
    else:
        return _bag(program, speaker, runs, name, units)
    parts = _instances(speaker, [[said[:once] for said in some] for some in own], name, units, f"each {speaker}")
    if unit:
        instances = [[said[i : i + unit] for said in some for i in range(once, len(said), unit)] for some in own]
        counts = {len(run) for run in instances}
        each = f"each {speaker}" if once == 0 and complete and all(len(s) == unit for s in everyone) else ""
        if not each and len(counts) > 1:
            return _bag(program, speaker, runs, name, units)
        parts += _instances(speaker, instances, name, units, each or f"each turn in 1..{counts.pop()}")
    return parts


def _unit(members: list[list[str]]) -> int:
    """How many lines an instance has: the least after which every member's lines begin anew; 0 if there is none."""
    longest = max(members, key=len)
    for unit in range(1, len(longest) + 1):
        if all(said == longest[:unit] * (len(said) // unit) for said in members):
            return unit
    return 0


def _instances(
    speaker: str, instances: list[list[list[Seen]]], name: Name, units: Iterator[int], otherwise: str
) -> list[Part]:
    """The lines of all instances, told apart by a number that names them, if there is one."""
    if not instances[0] or not instances[0][0]:
        return []
    length = len(instances[0][0])
    unit = next(units)
    key = _key(instances)
    places: list[dict[int, str]] = [{} for _ in range(length)]
    above = otherwise
    if key is not None:
        line, index, values = key
        above = head(["n"], [[value] for value in values])
        for at in range(length):
            for number in range(len(NUMBER.findall(instances[0][0][at].text))):
                if all(
                    NUMBER.findall(one[at].text)[number] == NUMBER.findall(one[line].text)[index]
                    for run in instances
                    for one in run
                ):
                    places[at][number] = "n"
    parts = []
    for at in range(length):
        seen = [[one[at] for one in run] for run in instances]
        text = template([line for run in seen for line in run], name, places[at])
        parts.append(Part(speaker, text, seen, head=above, unit=unit))
    return parts


def _key(instances: list[list[list[Seen]]]) -> tuple[int, int, list[str]] | None:
    """The line and place of the first number that is another in each instance, and the same ones in each run."""
    for line in range(len(instances[0][0])):
        for index in range(len(NUMBER.findall(instances[0][0][line].text))):
            values = [[NUMBER.findall(one[line].text)[index] for one in run] for run in instances]
            first = sorted(values[0])
            if len(set(first)) == len(first) > 1 and all(sorted(run) == first for run in values):
                return line, index, first
    return None


def _bag(program: str, speaker: str, runs: list[list[Seen]], name: Name, units: Iterator[int]) -> list[Part]:
    """The lines of a group whose members' lines do not repeat: each line by itself, in any order.

    Raises:
        Mistake: they are not the same in every run.
    """
    kinds: dict[str, list[list[Seen]]] = {}
    for run, lines_ in enumerate(runs):
        for line in lines_:
            kinds.setdefault(_shape(line), [[] for _ in runs])[run].append(line)
    parts = []
    for seen in kinds.values():
        counts = {len(some) for some in seen}
        key = _instances(speaker, [[[line] for line in some] for some in seen], name, units, "")
        if len(counts) > 1 or not key:
            raise Mistake(different(program, speaker, runs))
        (part,) = key
        part.head = part.head or f"each turn in 1..{counts.pop()}"
        parts.append(part)
    return parts
