"""An exhibit for anyone's page: by the path of a program, without the pages and files of our own site."""

from __future__ import annotations

from pathlib import Path

from witness import interpreter, snippet
from witness.check import evidence
from witness.check.verdict import Verdict, check
from witness.errors import Mistake, meant
from witness.exhibit.figure import ASSETS, Exhibit
from witness.exhibit.labels import LABELS
from witness.interpreter import Interpreter
from witness.snippet import Snippet


def exhibit(
    path: str | Path, language: str = "en", links: bool = False, *, compare: tuple[str, ...] = ("",), root: str = "../"
) -> str:
    """Run a program, or take the cached run of it as it is now, and show it.

    Args:
        path: of a program with a promise beside it.
        language: `en` or `zh`, of the few words around it.
        links: whether it leads to the program's own page and files, where they are published as on our site.
        compare: to show a run for each of these start methods, or Pythons such as `3.14`, or both as in `fork 3.14`,
            side by side.
        root: with links, the way from the page to the root of its site.

    Returns:
        HTML, which wants `assets()` on the same page, or the files in `ASSETS`.

    Raises:
        Mistake: there is no such program or promise, it does not run here, or it breaks its promise.
    """
    if language not in LABELS:
        raise Mistake(f"an exhibit in {language!r}: {meant(language, LABELS)}")
    path = Path(path)
    if path.suffix != ".py":
        raise Mistake(f"{path}: this is no Python file")
    (one,) = snippet.at(path)
    pythons = {word: interpreter.variant(word) if word else one.python() for word in compare}
    absent = [word for word, python in pythons.items() if python is None]
    shown = {word: _shown(one, python) for word, python in pythons.items() if python} or {
        "": _shown(one, one.python() or interpreter.ask())
    }
    return Exhibit(shown, language, root, evidence.of(one), links, absent=absent).html()


def _shown(one: Snippet, python: Interpreter) -> Verdict:
    if refusal := one.refuses(python):
        raise Mistake(refusal)
    verdict = check(one, python, cached=True)
    if not verdict.holds:
        raise Mistake(verdict.report())
    return verdict


def assets() -> str:
    """The style and the script that exhibits need, as HTML, to be put on a page once; `ASSETS` has them as files."""
    style, script = ((ASSETS / name).read_text(encoding="utf-8") for name in ("exhibit.css", "replay.js"))
    return f'<style>\n{style}</style>\n<script type="module">\n{script}</script>\n'  # a module waits for the page
