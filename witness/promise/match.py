"""Holds a recording to a promise: yes, or what was promised and what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from witness.promise import report
from witness.promise.language import Promise
from witness.promise.search import Search
from witness.recording import Recording


@dataclass(frozen=True)
class Outcome:
    """What came of holding a run to a promise."""

    difference: str | None
    """None if the promise was kept, else some lines of text."""
    names: dict[int, str]
    """What the cast calls each process, by PID, as far as it was found out."""


def judge(promise: Promise, recording: Recording) -> Outcome:
    """Hold `recording` to `promise`."""
    search = Search(promise, recording, strict=True)
    names = search.names()
    if names is None:  # for what is wrong, whoever ended otherwise than promised still has a name
        search = Search(promise, recording, strict=False)
        names = search.names()
    if recording.problems:
        who = dict(search.best.known.names.roles.items()) if names is None else names
        return Outcome(report.ended(promise, recording, who), who)
    if names is not None:
        return Outcome(None, names)
    return Outcome(_difference(search), dict(search.best.known.names.roles.items()))


def _difference(search: Search) -> str:
    """What was expected where the run could be followed no further, and what was seen there."""
    best = search.best
    names = dict(best.known.names.roles.items())
    if best.followed == len(search.seen) and search.over(best) and search.complaint is not None:
        text = report.cast(search.promise, search.complaint)
    else:
        expected = [one for strand, place in search.expected() if (one := report.filled(strand, place))]
        reasons = [*search.reasons.get(best.followed, {})]
        text = report.script(search.promise, search.recording, names, best.followed, expected, reasons)
    if search.given_up:
        text += report.given_up(search.promise, [number for number, _ in search.branches.most_common(3)])
    return text
