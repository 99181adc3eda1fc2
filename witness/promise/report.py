"""The difference between a promise and a run, as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from witness import recording
from witness.promise import braces
from witness.promise.language import Line, Promise
from witness.promise.naming import Complaint
from witness.promise.strands import Strand
from witness.recording import Recording

RIGHT = 3
"""How many lines that were right are shown."""
EXPECTED = 8
"""How many lines that were expected are shown."""
REST = 40
"""How many lines are shown that came after the run had left the promise."""


def script(
    promise: Promise,
    recording: Recording,
    names: dict[int, str],
    place: int,
    expected: Sequence[tuple[Line, str]],
    reasons: Sequence[str],
) -> str:
    """Where the output left the promise.

    Args:
        promise: the promise.
        recording: the run.
        names: what the processes are called, as far as it is known.
        place: how many lines of the output were right.
        expected: the lines that could have come next, with their texts.
        reasons: why the line was not taken for one that has its text.
    """
    expected = [*dict.fromkeys(expected)]
    number = min((line.number for line, _ in expected), default=len(promise.text.splitlines()))
    spoken = [f"{_spoken(line, recording, names)}" for line in recording.lines]
    report = [f"  {promise.path}:{number}: expected (-), seen (+)"]
    report += [f"    {line}" for line in spoken[max(0, place - RIGHT) : place]]
    report += [f"  - {speaker(line)} | {text}" for line, text in expected[:EXPECTED]] or ["  - (nothing more)"]
    if len(expected) > EXPECTED:
        report.append(f"  - … or one of {len(expected) - EXPECTED} other lines")
    rest = spoken[place:]
    report += [f"  + {line}" for line in rest[:1]] or ["  + (nothing more)"]
    report += [f"    ({reason})" for reason in reasons]
    report += [f"  + {line}" for line in rest[1:REST]]
    if len(rest) > REST:
        report.append(f"  + … and {len(rest) - REST} more lines")
    return "\n".join(report)


def cast(promise: Promise, complaint: Complaint) -> str:
    """What is wrong with the cast."""
    if complaint.role is None:
        return f"  {complaint.text}"
    line = promise.text.split("\n")[complaint.role.number - 1].strip()
    return f"  {promise.path}:{complaint.role.number}: {line}\n    but {complaint.text}"


def given_up(promise: Promise, numbers: Sequence[int]) -> str:
    """That there were too many ways to read the run, and where."""
    lines = promise.text.split("\n")
    where = "".join(f"\n    {promise.path}:{number}: {lines[number - 1].strip()}" for number in numbers)
    what = (
        "name in them who speaks, or a value, or set them apart with `---`"
        if numbers
        else "name more processes in lines"
    )
    return f"\n  (given up: the promise leaves too much open; {what}){where}"


def ended(promise: Promise, recording: Recording, names: dict[int, str]) -> str:
    """What a run with problems printed until it was ended, and where those stood that were left."""
    report = [f"  {problem}" for problem in recording.problems]
    spoken = [_spoken(line, recording, names) for line in recording.lines]
    if len(spoken) > REST:
        report.append(f"  its output, the last {REST} of {len(spoken)} lines:")
    elif spoken:
        report.append("  its output until then:")
    report += [f"    {line}" for line in spoken[-REST:]]
    stood = [text for process in recording.processes if (text := _stood(promise, recording, process.pid, names))]
    if stood:
        report += ["  where they stood:", *stood]
    return "\n".join(report)


def speaker(line: Line) -> str:
    """In front of the bar."""
    return f"{line.speaker}[{line.key}]" if line.key else line.speaker


def filled(strand: Strand, place: int) -> tuple[Line, str]:
    """A promised line, and its text with the values of its instance."""
    phrase = strand.phrases[place]
    return phrase.line, "..." if phrase.line.any else braces.written(phrase.parts, ended=phrase.ended)


def _name(pid: int, recording: Recording, names: dict[int, str]) -> str:
    if pid not in recording.by_pid:
        return "nobody known"
    process = recording.by_pid[pid]
    return names.get(pid) or f"{process.role}#{recording.processes.index(process)}"


def _spoken(line: recording.Line, recording: Recording, names: dict[int, str]) -> str:
    """A line seen, with the PIDs of the run masked, so that only differences meet the eye."""
    speakers = "+".join(_name(pid, recording, names) for pid in line.speakers) or "nobody known"
    text = re.sub(
        r"\d{1,19}",
        lambda found: (
            f"{{{_name(int(found[0]), recording, names)}}}" if int(found[0]) in recording.by_pid else found[0]
        ),
        line.text,
    )
    return f"{speakers} | {text}" + ("" if line.ended else "\\")


def _stood(promise: Promise, recording: Recording, pid: int, names: dict[int, str]) -> str | None:
    """Where a process stood that had to be ended."""
    if not any(re.search(rf"PID {pid}\b", problem) for problem in recording.problems):
        return None
    line = recording.stands(pid)
    where = "outside of the program's own lines" if line is None else f"line {line}{_source(promise, recording, line)}"
    return f"    {_name(pid, recording, names)}: {where}"


def _source(promise: Promise, recording: Recording, number: int) -> str:
    """A line of the program, if it can be read."""
    try:
        lines = promise.path.with_name(recording.program).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeError):
        return ""
    return f": {lines[number - 1].strip()}" if number <= len(lines) else ""
