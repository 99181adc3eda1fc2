"""What the pages call: an exhibit by the name of its snippet."""

from __future__ import annotations

from pathlib import Path

from witness import interpreter, snippet
from witness.check import Verdict, check
from witness.exhibit import Exhibit

language = "zh"
"""Of the site that is being built; `witness.site` sets it, and the verdicts."""
verdicts: dict[tuple[str, str], Verdict] = {}
"""The checked runs, by snippet and what they are there to compare; that is empty for the run without comparison."""


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
            verdicts[name, word] = check(snippet.find(Path("snippets"))[name], python, keep=True)
    return Exhibit({word: verdicts[name, word] for word in compare}, language, root).html()
