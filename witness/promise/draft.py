"""Drafts a promise from repeated runs: names the processes, and keeps the order that held in all. A person reads it."""

from __future__ import annotations

import concurrent.futures
import os
import re
import signal
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.recording import MACHINERY, Process, Recording
from witness.run import terminal

NAMES = {"fork": "child", "process": "child", "worker": "worker", "manager": "manager", "program": "program"}
NUMBER = re.compile(r"(?<!\w)\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Said:
    """One line of one run."""

    speaker: str
    pid: int
    text: str
    """With names in braces in place of PIDs."""

    @property
    def shape(self) -> str:
        """The text with its numbers masked."""
        return NUMBER.sub("#", self.text)


@dataclass(frozen=True)
class Part:
    """A line or an `each` of the draft, with the first and last place that it took in each run."""

    text: str
    speaker: str
    first: tuple[int, ...]
    last: tuple[int, ...]

    def before(self, other: Part) -> bool:
        """Whether it came wholly before the other in every run."""
        return all(last < first for last, first in zip(self.last, other.first, strict=True))


def draft(program: Path, python: Interpreter, runs: int) -> str:
    """Run `program` so many times, several at once, and write down what held in all of them.

    Raises:
        Mistake: a run did not end by itself, or the runs have too little in common to be one screenplay.
    """
    with concurrent.futures.ThreadPoolExecutor(3 * (os.cpu_count() or 1)) as pool:
        # Crowded on purpose: an order that only held on a quiet machine is no order.
        recordings = list(pool.map(lambda _: terminal.run(program, python), range(runs)))
    for recording in recordings:
        if recording.problems:
            raise Mistake(f"{program}: {'; '.join(recording.problems)}")
    casts = [_names(recording) for recording in recordings]
    groups = {name for name in casts[0].values() if any(list(cast.values()).count(name) > 1 for cast in casts)}
    scripts = [_said(recording, cast) for recording, cast in zip(recordings, casts, strict=True)]
    speakers = dict.fromkeys(line.speaker for script in scripts for line in script)
    parts: list[Part] = []
    for speaker in speakers:
        parts += _each(program, speaker, scripts) if speaker in groups else _lines(program, speaker, scripts)
    forks = any(process.role == "fork" for process in recordings[0].processes)
    settings = ["platforms = linux macos", ""] if forks else []
    return "\n".join([*settings, *_cast(recordings, casts, groups), "", *_ordered(parts)]) + "\n"


def _names(recording: Recording) -> dict[int, str]:
    """A name for each process: numbered where siblings are few, one for all where they are workers."""
    acting = [process for process in recording.processes if process.role not in MACHINERY]
    acting[1:] = sorted(acting[1:], key=lambda process: process.pid)  # as they were made, not as they got to run
    names = {acting[0].pid: "parent" if len(acting) > 1 else "main"}
    counts = Counter(NAMES[process.role] for process in acting[1:])
    met: Counter[str] = Counter()
    for process in acting[1:]:
        name = NAMES[process.role]
        met[name] += 1
        names[process.pid] = f"{name}_{met[name]}" if name != "worker" and counts[name] > 1 else name
    return names


def _said(recording: Recording, names: dict[int, str]) -> list[Said]:
    shell = recording.processes[0].ppid

    def name(found: re.Match[str]) -> str:
        pid = int(found[0])
        return f"{{{names[pid]}}}" if pid in names else "{outside}" if pid == shell else found[0]

    script = []
    for line in recording.lines:
        text = line.text.replace("{", "{{").replace("}", "}}") + ("" if line.ended else "\\")
        if len(line.speakers) != 1 or line.speakers[0] not in names:
            raise Mistake(f"{recording.program}: nobody alone wrote {line.text!r}; a promise cannot tell who")
        pid = line.speakers[0]
        script.append(Said(names[pid], pid, re.sub(r"\d+", name, text).rstrip()))
    return script


def _lines(program: Path, speaker: str, scripts: list[list[Said]]) -> list[Part]:
    """The lines of one process: the first of every run are one promise, and so on."""
    own = [[(place, line) for place, line in enumerate(script) if line.speaker == speaker] for script in scripts]
    if len({tuple(line.shape for _, line in lines) for lines in own}) > 1:
        raise Mistake(f"{program}: {speaker} does not say the same in every run; write this promise by hand")
    parts = []
    for same in zip(*own, strict=True):
        places = tuple(place for place, _ in same)
        parts.append(Part(f"{speaker} | {_text([line.text for _, line in same])}", speaker, places, places))
    return parts


def _text(texts: list[str]) -> str:
    """One text for all: numbers that differ become bounds, with some room."""
    numbers = iter(list(zip(*(NUMBER.findall(text) for text in texts), strict=True)))

    def bound(found: re.Match[str]) -> str:
        values = next(numbers)
        if len(set(values)) == 1:
            return found[0]
        decimals = len(found[0].partition(".")[2])
        return f"{{{0:.{decimals}f}..{2 * max(map(float, values)):.{decimals}f}}}"

    return NUMBER.sub(bound, texts[0])


def _each(program: Path, group: str, scripts: list[list[Said]]) -> list[Part]:
    """The lines of a group: the same few lines again and again, told apart by the value that names the instance."""
    instances, first, last = [], [], []
    for script in scripts:
        places = [place for place, line in enumerate(script) if line.speaker == group]
        by_member: dict[int, list[Said]] = {}
        for place in places:
            by_member.setdefault(script[place].pid, []).append(script[place])
        unit = _unit(by_member.values())
        if unit == 0:
            raise Mistake(f"{program}: the lines of {group} do not repeat; write this promise by hand")
        instances.append([said[i : i + unit] for said in by_member.values() for i in range(0, len(said), unit)])
        first.append(places[0])
        last.append(places[-1])
    head, key = f"each {group}", None
    firsts = [[NUMBER.findall(one[0].text)[:1] for one in run_] for run_ in instances]
    values = [sorted((value[0] for value in run_ if value), key=float) for run_ in firsts]
    if values[0] and all(
        len(set(v)) == len(run_) and v == values[0] for v, run_ in zip(values, instances, strict=True)
    ):
        key = values[0]
        whole = key == [str(n) for n in range(int(float(key[0])), int(float(key[-1])) + 1)]
        head = f"each n in {key[0]}..{key[-1]}" if whole else f"each n in {', '.join(key)}"
    lines = [head]
    for index in range(len(instances[0][0])):
        texts = []
        for one in (one for run_ in instances for one in run_):
            text = one[index].text
            if key:
                value = NUMBER.findall(one[0].text)[0]
                text = re.sub(rf"(?<![\d.]){re.escape(value)}(?![\d.]*\d)", "{n}", text, count=1)
            texts.append(text)
        lines.append(f"  {group} | {_text(texts)}")
    return [Part("\n".join(lines), group, tuple(first), tuple(last))]


def _unit(members: Iterable[list[Said]]) -> int:
    """How many lines an instance has: the least after which every member's lines begin anew; 0 if there is none."""
    shapes = [[line.shape for line in said] for said in members]
    for unit in range(1, min(map(len, shapes)) + 1):
        if all(said == said[:unit] * (len(said) // unit) and said[:unit] == shapes[0][:unit] for said in shapes):
            return unit
    return 0


def _cast(recordings: list[Recording], casts: list[dict[int, str]], groups: set[str]) -> list[str]:
    endings: dict[str, set[int | None]] = {}
    counts: dict[str, set[int]] = {}
    for recording, cast in zip(recordings, casts, strict=True):
        for name in cast.values():
            counts.setdefault(name, set()).add(list(cast.values()).count(name))
        for pid, name in cast.items():
            endings.setdefault(name, set()).add(recording.by_pid[pid].exit_code)
    lines: list[str] = []
    _branch(
        recordings[0].processes[0],
        recordings[0],
        casts[0],
        lambda name: _role(name, counts[name], groups, endings[name]),
        lines,
    )
    return lines


def _branch(
    process: Process, recording: Recording, cast: dict[int, str], role: object, lines: list[str], depth: int = 0
) -> None:
    line = "  " * depth + role(cast[process.pid])  # type: ignore[operator]
    if line not in lines:
        lines.append(line)
    for child in sorted(recording.processes, key=lambda process: process.pid):
        if child.pid in cast and child.asked_by == process.pid:
            _branch(child, recording, cast, role, lines, depth + 1)


def _role(name: str, counts: set[int], groups: set[str], endings: set[int | None]) -> str:
    many = f" * {min(counts)}" + (f"..{max(counts)}" if len(counts) > 1 else "") if name in groups else ""
    ways = sorted(f"exit {code}" if code >= 0 else signal.Signals(-code).name for code in endings if code is not None)
    return f"{name}{many}: {' or '.join(ways)}"


def _ordered(parts: list[Part]) -> list[str]:
    """The parts in their order, with a rule wherever everything above came before everything below in all runs."""
    parts = sorted(parts, key=lambda part: (mean(part.first), mean(part.last)))
    lines: list[str] = []
    section: list[Part] = []
    for index, part in enumerate(parts):
        if section and all(above.before(below) for above in parts[:index] for below in parts[index:]):
            beside = {above.speaker for above in section} | {part.speaker}
            if len(beside) > 1:
                lines.append("---")
                section = []
        lines.append(_after(part, section))
        section.append(part)
    return lines


def _after(part: Part, section: list[Part]) -> str:
    """The part's text, with `after` for those of the section whose lines above came before it in all runs."""
    others = dict.fromkeys(above.speaker for above in section if above.speaker != part.speaker)
    earlier = [name for name in others if all(above.before(part) for above in section if above.speaker == name)]
    if not earlier or part.text.startswith("each "):
        return part.text
    speaker, _, text = part.text.partition(" | ")
    return f"{speaker} after {', '.join(earlier)} | {text}"
