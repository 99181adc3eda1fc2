"""A checked snippet as it stands on a page: the program, what its processes did and printed, and what always holds."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from witness.interpreter import sides
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
    """What there is no run of to compare, such as `3.14` or `fork 3.14`, for this machine lacks that Python."""

    promised: bool = True
    """Whether there is a promise; a reader's own program has none."""

    def html(self) -> str:
        """The whole exhibit."""
        runs = self._runs()
        methods = list(dict.fromkeys(run.recording.start_method for run in runs))
        crossed = all(all(sides(word)) for word in self.verdicts)
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
            absent=list(dict.fromkeys(sides(word)[1] for word in self.absent)),
            runs=runs,
            several=len(self.verdicts) > 1,
            width=len(methods if crossed else runs),
            places=_places(runs, methods) if crossed else [],
            timed=any(run.timeline.is_the_lesson for run in runs),
            columns=sum(run.columns for run in runs),
            bars=_beside(runs),
            code=highlight(snippet.source),
            promise=Sentences(snippet.promise, runs[0].roster, label) if self.promised else None,
            replay={key: label[key] for key in REPLAY},
            orders=orders,
            order=orders.place(order(runs[0].verdict)) if orders and len(runs) == 1 else None,
        )
        return str(whole)

    def _runs(self) -> list[Run]:
        """The runs; those that follow one another and are the same but for the Python are one."""
        runs: list[Run] = []
        for compared, verdict in self.verdicts.items():
            run = Run(verdict, self.language, compared)
            if runs and runs[-1].told == run.told:
                runs[-1] = replace(runs[-1], others=(*runs[-1].others, run.recording.python))
            else:
                runs.append(run)
        return runs


def _places(runs: list[Run], methods: list[str]) -> list[str]:
    """Where each run stands, a method in each column and a Python in each row below the program."""
    rows = dict.fromkeys(methods, 2)
    places = []
    for run in runs:
        method, span = run.recording.start_method, 1 + len(run.others)
        places.append(f"--column: {methods.index(method) + 1}; --row: {rows[method]}; --span: {span}")
        rows[method] += span
    return places


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
    others: tuple[str, ...] = ()
    """Further Pythons on which it was the same."""

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
        method, version = sides(self.compared)
        if not version:
            return self.label[f"title {self.recording.start_method}"]
        pythons = f"Python {self.label['list'].join([self.recording.python, *self.others])}"
        return f"{method} · {pythons}" if method else f"{pythons} · {self.recording.start_method}"

    @functools.cached_property
    def told(self) -> object:
        """What it has to have in common with another run to be the same: all but PIDs, addresses, time and Python."""
        names = self.roster.names

        def named(found: re.Match[str]) -> str:
            return names.get(int(found[0]), found[0]) if found[0].isdecimal() else "0x"

        said = [
            (tuple(names.get(pid) for pid in line.speakers), re.sub(r"0x[0-9a-f]+|\d+", named, line.text))
            for line in self.recording.lines
        ]
        ended = [(names[one.pid], one.ended) for one in self.recording.processes if one.role not in MACHINERY]
        ran = {(names[one.pid], one.line) for one in self.recording.ran}
        method = self.compared and self.recording.start_method
        return method, self.differs, said, sorted(ended, key=str), ran

    @property
    def differs(self) -> str:
        """What to compare with the other runs: how many processes, who made them, and who ran the program anew."""
        names, processes = self.roster.names, self.recording.processes
        kinds = {p.pid: self.roster.written(self.roster.cast.get(p.pid, p.role)) for p in processes}
        made: dict[str, dict[str, None]] = {}
        for p in processes:
            if p.ppid in names and p.role not in MACHINERY:
                made.setdefault(names[p.ppid], {})[kinds[p.pid]] = None
        ran, main = self.recording.ran, processes[0].pid
        first = next((one.line for one in ran if one.pid == main), 0)
        began = {one.pid for one in ran if one.line == first} - {main}
        again = dict.fromkeys(kinds[p.pid] for p in processes if p.pid in began)
        counted = Counter(p.role for p in processes if p.role in MACHINERY)
        extra = [f"{count} × {role}" if count > 1 else role for role, count in sorted(counted.items())]
        parts = [self.label["count" if len(processes) > 1 else "alone"].format(count=len(processes))]
        parts += [self.label["more"].format(names=self.label["and"].join(extra))] if extra else []
        listed = self.label["list"].join
        parts += [self.label["made by"].format(child=listed(made[parent]), parent=parent) for parent in made]
        parts += [self.label["again"].format(names=listed(again))] if again else []
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
