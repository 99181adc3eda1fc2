"""The program on the page: its lines in colours, and beside each a bar for every process that ran it."""

from __future__ import annotations

import re
from typing import NamedTuple

import pygments
from markupsafe import Markup
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from witness.exhibit.roster import Roster

_LEXER = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER = HtmlFormatter(nowrap=True)  # made once: it makes a style sheet of its own
_BREAKS = (
    (re.compile(r'(<span class="p">[^<]*[(,]</span>)(?![ ]|$)', re.MULTILINE), r"\1<wbr>"),
    (re.compile(r'(?<!^)(<span class="o">\.</span>|<span class="si">\{)', re.MULTILINE), r"<wbr>\1"),
)
"""Where a line may be broken that has no space there: behind `(` and `,`, before `.` and `{`."""


class Bar(NamedTuple):
    """Stands beside a line of the program for a process that ran it."""

    column: int
    style: str
    name: str


class Line(NamedTuple):
    """A line of the program."""

    indent: int
    """The columns before it begins: where a line has no room and is broken, it goes on further in than that."""
    html: Markup


def highlight(source: str) -> list[Line]:
    """The program's lines; their text, put together, is the program to the byte."""
    html = pygments.highlight(source, _LEXER, _FORMATTER)
    if not source.endswith("\n"):
        html = html.removesuffix("\n")
    for place, broken in _BREAKS:
        html = place.sub(broken, html)
    written = re.findall(r"[^\n]*\n|[^\n]+", html)
    indents = [len(line) - len(line.lstrip(" ")) for line in source.split("\n")]
    return [Line(indent, Markup(line)) for indent, line in zip(indents, written, strict=False)]


def bars(roster: Roster) -> dict[int, list[Bar]]:
    """For each line that ran, a bar for each column with a process that ran it."""
    ran: dict[int, dict[int, int]] = {}
    for line in roster.recording.ran:
        ran.setdefault(line.line, {}).setdefault(roster.columns[line.pid], line.pid)
    return {
        number: [Bar(column, roster.styles[pid], roster.names[pid]) for column, pid in sorted(columns.items())]
        for number, columns in ran.items()
    }
