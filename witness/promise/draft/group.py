"""The lines of a group of processes in several runs, made into parts of a draft."""

from __future__ import annotations

import itertools
from collections import defaultdict

from witness.errors import Mistake
from witness.promise.draft.parts import KEYS, Part, Unit, different, head, said
from witness.promise.draft.texts import NUMBER, Name, Spoken, template
from witness.promise.draft.unordered import unordered

MOST = 0.6
"""A bound that shows in this share of the runs is no luck."""


def group(
    program: str, speaker: str, runs: list[list[Spoken]], name: Name, new: Unit, members: list[int]
) -> list[Part]:
    """The parts of a group: lines that each member says once, and the same few lines again and again.

    Args:
        program: its file's name.
        speaker: the group.
        runs: its lines in each run.
        name: tells PIDs from other numbers.
        new: gives a number to each `each`.
        members: how many there were in each run.

    Raises:
        Mistake: its lines do not repeat.
    """
    own: list[list[list[Spoken]]] = []
    for lines in runs:
        by_pid: dict[int, list[Spoken]] = defaultdict(list)
        for line in lines:
            by_pid[line.pid].append(line)
        own.append(list(by_pid.values()))
    everyone = [[said(line) for line in lines] for some in own for lines in some]
    complete = all(len(some) == count for some, count in zip(own, members, strict=True))
    for once in range(min(map(len, everyone)) + 1 if complete else 1):
        if unit := _unit([lines[once:] for lines in everyone]):
            break
        if all(len(lines) == once for lines in everyone) and len(set(map(tuple, everyone))) == 1:
            unit = 0
            break
    else:
        return _bag(program, speaker, runs, name, new, members)
    parts = _instances(speaker, [[lines[:once] for lines in some] for some in own], name, new, f"each {speaker}")
    if unit:
        instances = [[lines[i : i + unit] for lines in some for i in range(once, len(lines), unit)] for some in own]
        counts = {len(run) for run in instances}
        each = f"each {speaker}" if once == 0 and complete and all(len(s) == unit for s in everyone) else ""
        if not each and len(counts) > 1:
            if unit == 1 and once == 0:
                text = template([line for lines in runs for line in lines], name)
                return [Part(speaker, text, runs, count=f" * {min(1, *counts)}..")]
            return _bag(program, speaker, runs, name, new, members)
        parts += _instances(speaker, instances, name, new, each or turns(counts.pop()))
    return parts


def _unit(members: list[list[str]]) -> int:
    """How many lines an instance has: the least after which every member's lines begin anew; 0 if there is none."""
    longest = max(members, key=len)
    for unit in range(1, len(longest) + 1):
        if all(said == longest[:unit] * (len(said) // unit) for said in members):
            return unit
    return 0


def _instances(speaker: str, instances: list[list[list[Spoken]]], name: Name, new: Unit, otherwise: str) -> list[Part]:
    """The lines of all instances, told apart by a number that names them, if there is one."""
    if not instances[0] or not instances[0][0]:
        return []
    length = len(instances[0][0])
    unit = new()
    places: list[dict[int, str]] = [{} for _ in range(length)]
    above = otherwise
    if key := _key(instances):
        names = {tuple(key): KEYS[0]}
        for at in range(length):
            for number in range(len(NUMBER.findall(instances[0][0][at].text))):
                values = _values(instances, at, number, key)
                if values and len(set(values)) > 1 and (values in names or len(names) < len(KEYS)):
                    places[at][number] = names.setdefault(values, KEYS[len(names)])
        above = head(list(names.values()), [list(row) for row in zip(*names, strict=True)])
    most = _at_most(instances)
    parts = []
    for at in range(length):
        seen = [[one[at] for one in run] for run in instances]
        text = template([line for run in seen for line in run], name, places[at])
        parts.append(Part(speaker, text, seen, head=above, unit=unit, most=most))
    return parts


def _key(instances: list[list[list[Spoken]]]) -> list[str]:
    """The first number that is another in each instance, and the same ones in each run: what it is in each; or none."""
    for line in range(len(instances[0][0])):
        for index in range(len(NUMBER.findall(instances[0][0][line].text))):
            values = [[NUMBER.findall(one[line].text)[index] for one in run] for run in instances]
            first = sorted(values[0], key=lambda value: (len(value), value))
            if len(set(first)) == len(first) > 1 and all(sorted(run) == sorted(first) for run in values):
                for run, own in zip(instances, values, strict=True):
                    run[:] = [run[own.index(value)] for value in first]
                return first
    return []


def _values(instances: list[list[list[Spoken]]], at: int, number: int, key: list[str]) -> tuple[str, ...]:
    """What a number is for each value of the key, if it is the same in each run; else nothing."""
    told = [{NUMBER.findall(run[place][at].text)[number] for run in instances} for place in range(len(key))]
    return tuple(value for one in told for value in one) if all(len(one) == 1 for one in told) else ()


def _at_most(instances: list[list[list[Spoken]]]) -> str:
    """How many are under way at once, if there is a bound that others had to wait for in most runs."""
    if len(instances[0][0]) == 1:
        return ""
    counts, waited = [], []
    for run in instances:
        moments = sorted([(one[0].place, 1, one[0].time) for one in run] + [(one[-1].place, -1, 0.0) for one in run])
        under_way = list(itertools.accumulate(change for _, change, _ in moments))
        counts.append(max(under_way))
        full = [moment for moment, count in zip(moments, under_way, strict=True) if count == counts[-1]]
        # Somebody was there, with all to say, while as many as ever were under way.
        waited.append(any(one[0].born < time and one[0].place > place for place, _, time in full for one in run))
    bound = max(counts)
    often = sum(wait for wait, count in zip(waited, counts, strict=True) if count == bound) >= MOST * len(instances)
    members = min(len({one[0].pid for one in run}) for run in instances)
    return f", at most {bound} at once" if often and bound < members else ""


def _bag(program: str, speaker: str, runs: list[list[Spoken]], name: Name, new: Unit, members: list[int]) -> list[Part]:
    """The lines of a group whose members' lines do not repeat: those that look alike together, in any order.

    Raises:
        Mistake: they are not the same in every run.
    """
    kinds: dict[tuple[int, str], list[list[Spoken]]] = {}
    for run, lines in enumerate(runs):
        for line in lines:
            words = said(line).split()
            kinds.setdefault((len(words), words[0] if words else ""), [[] for _ in runs])[run].append(line)
    parts: list[Part] = []
    for seen in kinds.values():
        if part := unordered(speaker, seen, name, new):
            parts.append(part)
        elif len({said(line) for own in seen for line in own}) == 1 and len({len(own) for own in seen}) == 1:
            once = all(
                len({line.pid for line in own}) == len(own) == count for own, count in zip(seen, members, strict=True)
            )
            otherwise = f"each {speaker}" if once else turns(len(seen[0]))
            parts += _instances(speaker, [[[line] for line in own] for own in seen], name, new, otherwise)
        else:
            raise Mistake(different(program, speaker, runs))
    for index, part in enumerate(parts):
        for above in parts[:index]:
            if above.head == part.head and _same_task(above, part):
                part.unit = above.unit
                break
    return parts


def _same_task(one: Part, other: Part) -> bool:
    """Whether two lines are about the same thing: one member says both, in this order."""
    return all(
        first.keys() == then.keys()
        and all(first[key].pid == then[key].pid for key in first)
        and all(first[key].place < then[key].place for key in first)
        for first, then in zip(one.keyed, other.keyed, strict=True)
    ) and bool(one.keyed)


def turns(count: int) -> str:
    """An `each` whose value nobody says."""
    return f"each turn in 1..{count}"
