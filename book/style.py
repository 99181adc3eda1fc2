"""The style sheet of a site: one instead of four, and of these only what some page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lightningcss

from witness.exhibit.figure import ASSETS

SHEETS = ("stylesheets/main.*.css", "stylesheets/palette.*.css", "site.css", "exhibit.css")
"""The theme's own sheets, this site's, and that of exhibits."""
LATER = ("*.js", "javascripts/*.js", "exhibit.css")
"""What may bring a class that is on no page: scripts, and exhibits that are fetched, with any class of theirs."""


def whole(theme: list[Path]) -> str:
    """All sheets as one: a page is shown when the last is there, and on a slow line each takes a connection of its own.

    Args:
        theme: the folders of the theme.
    """
    found = [next(path for folder in _assets(theme) for path in folder.glob(name)) for name in SHEETS]
    return "\n".join(re.sub(r"/\*# sourceMappingURL=.*?\*/", "", path.read_text(encoding="utf-8")) for path in found)


def later(theme: list[Path]) -> Iterator[str]:
    """The words that may become classes of a page when it is there."""
    for path in (path for folder in _assets(theme) for name in LATER for path in folder.glob(name)):
        yield from re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))


def attributes(html: str) -> Iterator[str]:
    """The words in the attributes of a page, among them its classes."""
    yield from " ".join(set(re.findall(r'="([^"]*)"', html))).split()


def used(css: str, words: set[str]) -> str:
    """A sheet without the rules for classes that no element has, and the variables that no rule reads.

    Args:
        css: the sheet.
        words: all classes that an element may have, and perhaps more.
    """
    for _ in range(2):  # of a rule that is gone, the variables can go too
        named = set(re.findall(r"\.([A-Za-z_][\w-]*)|(?=--)([\w-]+)", css))
        read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
        unused = {name for pair in named for name in pair if name} - words - read
        css = lightningcss.process_stylesheet(css, unused_symbols=unused)
    return css


def _assets(theme: list[Path]) -> list[Path]:
    return [*(folder / "assets" for folder in theme), ASSETS]
