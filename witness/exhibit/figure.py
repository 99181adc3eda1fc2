"""A checked snippet as it stands on a page: the program, what its processes did and printed, and what always holds."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from witness.check.counts import Evidence
from witness.check.gather import order
from witness.check.verdict import Verdict
from witness.exhibit.code import Bar, bars, highlight
from witness.exhibit.graph import Graph
from witness.exhibit.labels import LABELS, PLATFORM_NAMES
from witness.exhibit.orders import Orders
from witness.exhibit.pieces import Piece
from witness.exhibit.render import render
from witness.exhibit.roster import Roster
from witness.exhibit.sentences import Sentences
from witness.exhibit.story import Story
from witness.exhibit.timeline import Timeline
from witness.exhibit.trace import trace_name
from witness.recording import MACHINERY, Recording
from witness.snippet import Snippet

ASSETS = Path(__file__).with_name("assets")
"""The style and the script that an exhibit needs."""
REPLAY = ("play", "pause", "back", "forward", "position", "speed")
"""The labels that the script needs."""


@dataclass(frozen=True)
class Exhibit:
    """A snippet with one checked run, or several to be compared, to be shown in one language."""

    verdicts: dict[str, Verdict]
    """By what they are there to compare; that is empty for the only one."""
    language: str
    root: str
    """The way from the page to the root of the language's site, for instance `../`."""
    evidence: dict[str, Evidence]
    """By platform; there is none of a program that has just been changed."""
    links: bool = True
    """Whether it leads to pages and files that this site publishes of each snippet."""
    guess: bool = False
    """Whether what happened is covered until the reader has made a guess; without script it is not."""
    more: int = 0
    """So many more runs lie beside the program as `NAME.1.html` and so on, each a whole exhibit."""

    absent: Sequence[str] = ()
    """The Pythons, such as `3.14`, of which there is no run to compare, for this machine lacks them."""

    def html(self) -> str:
        """The whole exhibit."""
        runs = [Run(verdict, self.language, compared) for compared, verdict in self.verdicts.items()]
        label, snippet = LABELS[self.language], runs[0].verdict.snippet
        orders = Orders(self.evidence, runs[0].roster, self.language) if self.evidence else None
        whole = render(
            "figure.html",
            label=label,
            snippet=snippet,
            root=self.root,
            links=self.links,
            guess=self.guess,
            more=self.more,
            absent=self.absent,
            runs=runs,
            timed=any(run.timeline.is_the_lesson for run in runs),
            columns=sum(run.columns for run in runs),
            bars=_beside(runs),
            code=highlight(snippet.source),
            promise=Sentences(snippet.promise, runs[0].roster, label),
            replay={key: label[key] for key in REPLAY},
            orders=orders,
            order=orders.place(order(runs[0].verdict)) if orders and len(runs) == 1 else None,
        )
        return str(whole)


def unrun(snippet: Snippet, language: str) -> str:
    """A program that needs a newer Python than there is here, or a kernel set otherwise: it alone, with a word why."""
    label, unset = LABELS[language], snippet.unset()
    version = ".".join(map(str, snippet.promise.settings.oldest))
    why = label["unset"].format(unset=" ".join(unset)) if unset else label["absent"].format(versions=f"{version}+")
    return str(render("unrun.html", label=label, snippet=snippet, code=highlight(snippet.source), why=why))


@dataclass(frozen=True)
class Run:
    """One of the runs of an exhibit."""

    verdict: Verdict
    language: str
    compared: str

    @functools.cached_property
    def label(self) -> dict[str, str]:
        """The words in the page's language."""
        return LABELS[self.language]

    @property
    def recording(self) -> Recording:
        """What happened."""
        return self.verdict.recording

    @functools.cached_property
    def roster(self) -> Roster:
        """Who is who in this run."""
        return Roster(self.recording, self.verdict.outcome.names)

    @property
    def where(self) -> str:
        """The Python and the platform."""
        return f"Python {self.recording.python} · {PLATFORM_NAMES[self.recording.platform]}"

    @property
    def method(self) -> str:
        """The default start method of this run."""
        return self.label["default"].format(method=self.recording.start_method)

    @property
    def trace(self) -> str:
        """The file name of the recording as a Chrome trace."""
        return trace_name(self.verdict.snippet.name, self.compared)

    @property
    def title(self) -> str:
        """What tells this run from the others."""
        if self.recording.python.startswith(f"{self.compared}."):
            return f"Python {self.recording.python} · {self.recording.start_method}"
        return self.label[f"title {self.recording.start_method}"]

    @property
    def differs(self) -> str:
        """What to compare with the other runs: how many processes there were, and who made them."""
        names, processes = self.roster.names, self.recording.processes
        made = dict.fromkeys(
            (self.roster.written(self.roster.cast.get(p.pid, p.role)), names[p.ppid])
            for p in processes
            if p.ppid in names and p.role not in MACHINERY
        )
        extra = [p.role for p in processes if p.role in MACHINERY]
        parts = [self.label["count"].format(count=len(processes))]
        parts += [self.label["more"].format(names=self.label["and"].join(extra))] if extra else []
        parts += [self.label["made by"].format(child=child, parent=parent) for child, parent in made]
        return self.label["then"].join(parts) + self.label["stop"]

    @functools.cached_property
    def bars(self) -> dict[int, list[Bar]]:
        """The bars beside each line of the program."""
        return bars(self.roster)

    @property
    def columns(self) -> int:
        """So many bars stand beside the program."""
        return max(self.roster.columns.values(), default=0) + 1

    @property
    def heads(self) -> list[tuple[int, Piece]]:
        """The processes with their names."""
        return [(process.pid, self.roster.chip(process.pid)) for _, process in self.roster.tree]

    @functools.cached_property
    def graph(self) -> Graph:
        """The lanes of the processes, and what happened."""
        return Graph(self.roster)

    @property
    def story(self) -> Story:
        """The same in words."""
        return Story(self.graph, self.label)

    @property
    def timeline(self) -> Timeline:
        """Who ran beside whom, in seconds."""
        return Timeline(self.roster, self.label["timeline"], self.label["folded"])


def _beside(runs: list[Run]) -> dict[int, list[Bar]]:
    """The bars beside each line of the program: those of the first run, to their right those of the next."""
    beside: dict[int, list[Bar]] = {}
    left = 0
    for run in runs:
        for number, found in run.bars.items():
            beside.setdefault(number, []).extend(bar._replace(column=bar.column + left) for bar in found)
        left += run.columns
    return beside
