"""What the pages call: an exhibit by the name of its snippet."""

from __future__ import annotations

from pathlib import Path

from witness import interpreter, snippet
from witness.check import Verdict, check
from witness.exhibit import Exhibit

language = "zh"
"""Of the site that is being built; `witness.site` sets it, and the verdicts."""
verdicts: dict[tuple[str, str], Verdict] = {}
"""The checked runs, by snippet and start method; the empty one is the Python's own default."""


def exhibit(name: str, *, methods: tuple[str, ...] = ("",), root: str = "../") -> str:
    """The exhibit of a snippet, as HTML.

    Args:
        name: the snippet's.
        methods: to show a run under each of these start methods, as if it were the default.
        root: the way from the page to the root of its site.
    """
    for method in methods:
        if (name, method) not in verdicts:  # built by something that does not run mkdocs-gen-files
            python = interpreter.ask().starting(method or interpreter.ask().start_method)
            verdicts[name, method] = check(snippet.find(Path("snippets"))[name], python, keep=True)
    return Exhibit(tuple(verdicts[name, method] for method in methods), language, root).html()
