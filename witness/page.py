"""What the pages call: an exhibit by the name of its snippet."""

from __future__ import annotations

from pathlib import Path

from witness import interpreter, snippet
from witness.check import Verdict, check
from witness.exhibit import Exhibit

language = "zh"
"""Of the site that is being built; `witness.site` sets it, and the verdicts."""
verdicts: dict[str, Verdict] = {}
"""The checked run of each snippet."""


def exhibit(name: str, root: str = "../") -> str:
    """The exhibit of a snippet, as HTML.

    Args:
        name: the snippet's.
        root: the way from the page to the root of its site.
    """
    if name not in verdicts:  # built by something that does not run mkdocs-gen-files
        verdicts[name] = check(snippet.find(Path("snippets"))[name], interpreter.ask(), keep=True)
    return Exhibit(verdicts[name], language, root).html()
