"""From recordings of one program to a text that all of them keep: a draft, for a person to read and to strengthen.

`cast` names the processes, the same in every run. `texts` finds one text for a line that was seen many times. `parts`
are the lines of the draft and what came before what: `single` makes them of what one process said, `group` of what many
alike ones said, `unordered` of lines that only trade places. `named` gives a name to what is said twice. `order` writes
them down, with rules and `after`, and `turns` finds loops among them. Nothing runs here: `witness.check.draft` does
that, and judges the draft.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from witness.errors import Mistake
from witness.promise.draft import group, parts, single
from witness.promise.draft.cast import Casting
from witness.promise.draft.named import named
from witness.promise.draft.order import script
from witness.promise.draft.texts import Spoken
from witness.promise.language import UNKNOWN
from witness.recording import Recording

LOOSEST = 2


def write(recordings: Sequence[Recording], *, settings: Sequence[str] = (), looseness: int = 0) -> str:
    """The text of a promise about a program.

    Args:
        recordings: runs of it, without problems.
        settings: lines for its beginning: how it was run.
        looseness: how much of what held in all runs is left open, from 0 to `LOOSEST`.

    Raises:
        Mistake: the runs have too little in common to be one screenplay.
    """
    casting = Casting(recordings)
    name = parts.Namer(casting)
    runs = [_said(recording, casting, run) for run, recording in enumerate(recordings)]
    program = recordings[0].program
    new = functools.partial(next, itertools.count(1))
    found: list[parts.Part] = []
    for speaker in dict.fromkeys(line.speaker for lines in runs for line in lines):
        own = [[line for line in lines if line.speaker == speaker] for lines in runs]
        if speaker in casting.groups:
            members = [list(names.values()).count(speaker) for names in casting.names]
            found += group.group(program, speaker, own, name, new, members)
        else:
            found += single.lines(program, speaker, own, name, new)
    parts.loops(found)
    if not looseness:
        named(sorted(found, key=parts.place))
    forks = any(process.role == "fork" for recording in recordings for process in recording.processes)
    first = [*["platforms = linux macos"] * forks, *settings]
    return "\n".join([*first, *[""] * bool(first), *casting.lines, "", *script(found, name, looseness)]).rstrip() + "\n"


def _said(recording: Recording, casting: Casting, run: int) -> list[Spoken]:
    names = casting.names[run]
    programs = [name for pid, name in names.items() if recording.by_pid[pid].role == "program"]
    lines = []
    ends = list(itertools.accumulate(len(text) + 1 for text in recording.output.split("\n")))
    for place, line in enumerate(recording.lines):
        if len(line.speakers) > 1:
            raise Mistake(f"{recording.program}: several wrote one line, {line.text!r}; let one write it at once")
        pid = next(iter(line.speakers), 0)
        # What wrote a line and was not watched is the one program that is there, or anybody.
        unwatched = programs[0] if len(programs) == 1 else UNKNOWN
        speaker = names.get(pid, unwatched)
        time = next((write.time for write in recording.writes if write.end >= ends[place]), recording.duration)
        born = recording.by_pid[pid].start if pid in recording.by_pid else 0.0
        lines.append(Spoken(run, place, pid, speaker, line.text + "\n" * line.ended, time, born))
    return lines
