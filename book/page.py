"""What the pages call: an exhibit by the name of its snippet."""

from __future__ import annotations

from dataclasses import dataclass, field

from witness import interpreter, snippet
from witness.check import evidence
from witness.check.verdict import Verdict, check
from witness.exhibit.figure import Exhibit


@dataclass
class Build:
    """What the build that is under way knows, and a fence on a page cannot be told."""

    language: str = "zh"
    root: str = "../"
    """The way from the page to the root of its site."""
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    """The checked runs, by snippet and what they are there to compare; that is empty for the run without comparison."""
    notes: list[str] = field(default_factory=list)
    """What is not finished yet."""


now = Build()
_ROOT = "\0/"
"""Stands for the way to the root in an exhibit that was made: no program, output or promise has that character."""
_made: dict[tuple[object, ...], str] = {}
"""Exhibits by all they are made of: each stands on two pages, and `mkdocs serve` builds again and again."""


def exhibit(name: str, *, compare: tuple[str, ...] = ("",)) -> str:
    """The exhibit of a snippet, as HTML.

    Args:
        name: the snippet's.
        compare: to show a run for each of these start methods, or Pythons such as `3.14`, side by side.
    """
    for word in compare:
        if (name, word) not in now.verdicts:  # built by something that does not run mkdocs-gen-files
            python = interpreter.variant(word) if word else interpreter.ask()
            now.verdicts[name, word] = check(snippet.find()[name], python, cached=True)
    shown = {word: now.verdicts[name, word] for word in compare}
    facts = [
        (word, v.snippet, v.snippet.source, v.snippet.promise.text, v.recording, *v.outcome.names.items())
        for word, v in shown.items()
    ]
    seen = evidence.of(shown[compare[0]].snippet)
    key = (now.language, str(seen), *facts)
    if key not in _made:
        _made[key] = Exhibit(shown, now.language, _ROOT, seen).html()
    return _made[key].replace(_ROOT, now.root)
