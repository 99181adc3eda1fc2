"""What the pages call: an exhibit by the name of its snippet."""

from __future__ import annotations

from pathlib import Path

from witness import interpreter, snippet
from witness.check import evidence
from witness.check.verdict import Verdict, check
from witness.exhibit.figure import Exhibit

language = "zh"
"""Of the site that is being built; `witness.site` sets it, and the verdicts."""
verdicts: dict[tuple[str, str], Verdict] = {}
"""The checked runs, by snippet and what they are there to compare; that is empty for the run without comparison."""
_ROOT = "\0/"
"""Stands for the way to the root in an exhibit that was made: no program, output or promise has that character."""
_made: dict[tuple[object, ...], str] = {}
"""Exhibits by all they are made of: each stands on two pages, and `mkdocs serve` builds again and again."""


def exhibit(name: str, *, compare: tuple[str, ...] = ("",), root: str = "../") -> str:
    """The exhibit of a snippet, as HTML.

    Args:
        name: the snippet's.
        compare: to show a run for each of these start methods, or Pythons such as `3.14`, side by side.
        root: the way from the page to the root of its site.
    """
    for word in compare:
        if (name, word) not in verdicts:  # built by something that does not run mkdocs-gen-files
            python = interpreter.variant(word) if word else interpreter.ask()
            verdicts[name, word] = check(snippet.find(Path("snippets"))[name], python, cached=True)
    shown = {word: verdicts[name, word] for word in compare}
    facts = [
        (word, v.snippet, v.snippet.source, v.snippet.promise.text, v.recording, *v.outcome.names.items())
        for word, v in shown.items()
    ]
    seen = evidence.of(shown[compare[0]].snippet)
    key = (language, str(seen), *facts)
    if key not in _made:
        _made[key] = Exhibit(shown, language, _ROOT, seen).html()
    return _made[key].replace(_ROOT, root)
