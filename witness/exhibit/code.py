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


class Bar(NamedTuple):
    """Stands beside a line of the program for a process that ran it."""

    column: int
    style: str
    name: str


def highlight(source: str) -> list[Markup]:
    """The program's lines as HTML; their text, put together, is the program to the byte."""
    html = pygments.highlight(source, _LEXER, _FORMATTER)
    if not source.endswith("\n"):
        html = html.removesuffix("\n")
    return [Markup(line) for line in re.findall(r"[^\n]*\n|[^\n]+", html)]


def bars(roster: Roster) -> dict[int, list[Bar]]:
    """For each line that ran, a bar for each column with a process that ran it."""
    ran: dict[int, dict[int, int]] = {}
    for line in roster.recording.ran:
        ran.setdefault(line.line, {}).setdefault(roster.columns[line.pid], line.pid)
    return {
        number: [Bar(column, roster.styles[pid], roster.names[pid]) for column, pid in sorted(columns.items())]
        for number, columns in ran.items()
    }
