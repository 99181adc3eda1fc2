"""A checked snippet as it stands on a page: the program, what its processes did and printed, and what always holds."""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup
from pygments import lex
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES, Token

from witness.check.evidence import Evidence
from witness.check.verdict import Verdict
from witness.ending import ending
from witness.exhibit.labels import LABELS, PLATFORM_NAMES
from witness.exhibit.orders import Orders
from witness.exhibit.roster import Who, ranges
from witness.exhibit.timeline import Picture
from witness.exhibit.trace import trace_name
from witness.promise.lines import EACH, LINE, SETTING
from witness.recording import MACHINERY, Line, Process

ASSETS = Path(__file__).with_name("assets")
"""The style and the script that an exhibit needs."""
STEPS = 400
"""A replay with more steps than that leaves out lines."""
REPLAY = ("play", "pause", "back", "forward", "position", "ran", "said", "began", "ended")
"""The labels that the replay needs."""
_TEMPLATE = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(
    Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
)


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

    def html(self) -> str:
        """The whole exhibit."""
        runs = [Run(verdict, self.language, compared) for compared, verdict in self.verdicts.items()]
        label, snippet = LABELS[self.language], runs[0].verdict.snippet
        return _TEMPLATE.render(
            label=label,
            snippet=snippet,
            root=self.root,
            links=self.links,
            runs=runs,
            columns=max((column for run in runs for column in run.who.columns.values()), default=0) + 1,
            code=Markup("".join(_code(runs))),
            promise=Markup("".join(runs[0].promise())),
            group=f"{snippet.name}-{self.language}",
            replay={key: label[key] for key in REPLAY},
            seen=Orders(self.evidence, runs[0].who, self.language) if self.evidence else None,
        )


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

    @functools.cached_property
    def who(self) -> Who:
        """Who is who in this run."""
        return Who(self.verdict.recording, self.verdict.outcome.names)

    @property
    def where(self) -> str:
        """The Python and the platform."""
        recording = self.verdict.recording
        return f"Python {recording.python} · {PLATFORM_NAMES[recording.platform]}"

    @property
    def method(self) -> str:
        """The default start method of this run."""
        return self.label["default"].format(method=self.verdict.recording.start_method)

    @property
    def title(self) -> str:
        """What tells this run from the others."""
        recording = self.verdict.recording
        if recording.python.startswith(f"{self.compared}."):
            return f"Python {recording.python} · {recording.start_method}"
        return self.label[f"title {recording.start_method}"]

    @property
    def trace(self) -> str:
        """The file name of the recording as a Chrome trace."""
        return trace_name(self.verdict.snippet.name, self.compared)

    @property
    def differs(self) -> str:
        """What to compare with the other runs: how many processes there were, and who made them."""
        who, processes = self.who, self.verdict.recording.processes
        made = dict.fromkeys(
            (self.verdict.outcome.names.get(p.pid, p.role), who.names[p.ppid])
            for p in processes
            if p.ppid in who.names and p.role not in MACHINERY
        )
        extra = [p.role for p in processes if p.role in MACHINERY]
        parts = [self.label["count"].format(count=len(processes))]
        parts += [self.label["more"].format(names=self.label["and"].join(extra))] if extra else []
        parts += [self.label["made by"].format(child=child, parent=parent) for child, parent in made]
        return self.label["then"].join(parts) + self.label["stop"]

    @property
    def story(self) -> str:
        """The id of the tree, which tells in words what the picture shows."""
        return f"{self.verdict.recording.program}-{self.compared or 'run'}-tree"

    @functools.cached_property
    def bars(self) -> dict[int, str]:
        """For each line of the program, a bar for each process that ran it."""
        ran: dict[int, dict[int, int]] = {}
        for line in self.verdict.recording.ran:
            ran.setdefault(line.line, {}).setdefault(self.who.columns[line.pid], line.pid)
        return {
            number: "".join(
                f'<i class="{self.who.styles[pid]}" style="--column:{column}" title="{self.who.names[pid]}"></i>'
                for column, pid in sorted(columns.items())
            )
            for number, columns in ran.items()
        }

    # -- the output ----------------------------------------------------------------------------------------------------

    @property
    def output(self) -> Markup:
        """What the reader's terminal shows, each line with its speaker."""
        recording = self.verdict.recording
        pipe = " 2>&1 | cat" if recording.stdout == "pipe" else ""
        parts = [f'<span class="prompt">$ python {html.escape(recording.program + pipe)}</span>\n']
        speakers: tuple[int, ...] | None = None
        for line in recording.lines:
            parts.append(self._spoken(line, line.speakers != speakers))
            speakers = line.speakers
        if not recording.lines:
            parts.append(f'<span class="prompt">{self.label["nothing"]}</span>')
        return Markup("".join(parts))

    def _spoken(self, line: Line, first: bool) -> str:
        """A line of the output, with its speaker in the margin where the speaker changes."""
        names = "+".join(self.who.names.get(pid, self.label["unknown"]) for pid in line.speakers or (0,))
        style = self.who.styles.get(line.speakers[0], "px") if line.speakers else "px"
        text = re.sub(
            r"\d+",
            lambda found: self._chip(int(found[0]), found[0]) if int(found[0]) in self.who.names else found[0],
            html.escape(_printable(line.text), quote=False),
        )
        who = f'<i class="who" title="{self.label["spoken"].format(name=names)}">{names if first else ""}</i>'
        return f'<span class="said {style}">{who}<span>{text}</span></span>\n'

    def _chip(self, pid: int, text: str) -> str:
        """A piece of text in the colour of a process."""
        title = html.escape(self.who.names[pid])
        return f'<b class="pid {self.who.styles[pid]}" title="{title}">{html.escape(text)}</b>'

    # -- the picture, the tree, the replay -----------------------------------------------------------------------------

    @functools.cached_property
    def _drawing(self) -> Picture:
        return Picture(self.who, self.label["timeline"], self.label["folded"], self.story)

    @property
    def picture(self) -> Markup:
        """The timeline."""
        return Markup(self._drawing.svg())

    @property
    def tree(self) -> Markup:
        """The tree of processes as nested lists; it says in words what the picture shows."""
        parts, depth = [], -1
        for level, process in self.who.tree:
            parts.append("<ul>" if level > depth else "</li></ul>" * (depth - level) + "</li>")
            parts.append(f"<li>{self._told(process)}")
            depth = level
        return Markup("".join(parts) + "</li></ul>" * (depth + 1))

    def _told(self, process: Process) -> str:
        label, recording = self.label, self.verdict.recording
        lines = self.label["list"].join(ranges(self.who.lines(process.pid)))
        said = sum(process.pid in line.speakers for line in recording.lines)
        facts = [label[f"role {process.role}"]]
        if process.asked_by != process.ppid and process.asked_by in self.who.names:
            facts.append(label["asked"].format(name=self.who.names[process.asked_by]))
        facts += [label["lines"].format(lines=lines)] if lines else []
        facts += [label["wrote"].format(count=said)] if said else []
        facts.append(label["lived"].format(start=1000 * process.start, end=1000 * process.end))
        code = process.exit_code
        kind = "unseen" if code is None else "exit" if code >= 0 else "killed"
        facts.append(label[kind].format(code=code, signal=ending(code or 0)))
        name = self._chip(process.pid, self.who.names[process.pid])
        return " · ".join([f"{name} {process.pid}", *map(html.escape, facts)])

    @property
    def steps(self) -> Markup:
        """What the replay steps through: each event's milliseconds, its place in the picture, who, what, which."""
        recording, picture = self.verdict.recording, self._drawing
        lane = {process.pid: index for index, (_, process) in enumerate(self.who.tree)}
        events: list[tuple[float, int, str, int]] = []
        for process in recording.processes:
            events += [(process.start, lane[process.pid], "began", 0), (process.end, lane[process.pid], "ended", 0)]
        ends = [0]
        for line in recording.output.split("\n"):
            ends.append(ends[-1] + len(line) + 1)
        every = -(-len(recording.writes) // (STEPS // 2)) or 1
        for write in recording.writes[-1::-every]:
            reached = sum(end < write.end for end in ends) - 1
            events.append((write.time, lane[write.pid], "said", reached))
        room = max(0, STEPS - len(events)) // max(1, len(self.who.columns))
        for pid in self.who.columns:
            own = [ran for ran in recording.ran if ran.pid == pid] if room else []
            every = -(-len(own) // max(1, room)) or 1
            events += [(ran.time, lane[pid], "ran", ran.line) for ran in own[::every]]
        events.sort()
        steps = [[round(1000 * time, 2), picture.x(time), who, what, which] for time, who, what, which in events]
        lanes = [[self.who.styles[p.pid], self.who.names[p.pid]] for _, p in self.who.tree]
        text = json.dumps({"lanes": lanes, "steps": steps}, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("<", "\\u003c"))

    # -- the promise ---------------------------------------------------------------------------------------------------

    def promise(self) -> Iterator[str]:
        """What always holds: the promise, line by line, without its settings."""
        for line in self.verdict.snippet.promise.text.splitlines():
            if line.strip() and not line.lstrip().startswith("#") and not SETTING.fullmatch(line):
                yield self._promised(_printable(line))

    def _promised(self, line: str) -> str:
        if re.fullmatch(r"-{3,}", line):
            return f'<div class="rule" role="separator"><span>{self.label["rule"]}</span></div>'
        if found := EACH.fullmatch(line):
            kind = "each" if found["rows"] else "each group"
            text = self.label[kind].format(names=found["names"], values=(found["rows"] or "").replace("..", "…"))
            return f'<div class="each">{_condition(found)}{html.escape(text)}</div>'
        if found := LINE.fullmatch(line):
            marks = [self.label["after"].format(names=found["order"].removeprefix("after "))] if found["order"] else []
            marks += [self.label["maybe"]] if found["mark"] == "?" else []
            text = f"<em>… {self.label['any']}</em>" if found["text"] == "..." else self._braces(found["text"] or "")
            notes = "".join(f" <small>{mark}</small>" for mark in marks)
            inside = " inside" if found["indent"] else ""
            return (
                f'<div class="said{inside} {self._style(found["name"])}"><i class="who">{found["name"]}</i>'
                f"<span>{_condition(found)}{text}{notes}</span></div>"
            )
        return f'<div class="cast">{html.escape(line)}</div>'

    def _style(self, name: str) -> str:
        """The style of a name of the cast: that of its process, or of the first of its group."""
        return next(
            (self.who.styles[pid] for pid in self.who.names if self.verdict.outcome.names.get(pid) == name), "px"
        )

    def _braces(self, text: str) -> str:
        parts = []
        for literal, brace in re.findall(r"((?:[^{}]|\{\{|\}\})+)|(\{[^{}]+\})", text):
            if brace:
                inside = brace[1:-1]
                style = self._style(inside) if inside in self.verdict.snippet.promise.cast else "value"
                parts.append(f'<b class="pid {style}">{html.escape(inside.replace("..", "…"))}</b>')
            else:
                parts.append(html.escape(literal.replace("{{", "{").replace("}}", "}"), quote=False))
        return "".join(parts)


def _code(runs: list[Run]) -> Iterator[str]:
    """The program line by line, each with the bars of every run; of several runs, the page shows those on view."""
    for number, line in enumerate(highlight(runs[0].verdict.snippet.source), 1):
        bars = "".join(
            f'<span class="bars" data-run="{index}">{run.bars.get(number, "")}</span>'
            for index, run in enumerate(runs, 1)
        )
        yield f'<span class="line">{bars}{line}</span>'


def highlight(source: str) -> list[str]:
    """The program's lines as HTML; their text, put together, is the program to the byte."""
    lines = [""]
    for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False)):
        style = _token_style(kind)
        for index, piece in enumerate(text.split("\n")):
            if index:
                lines[-1] += "\n"
                lines.append("")
            escaped = html.escape(piece, quote=False)
            lines[-1] += f'<span class="{style}">{escaped}</span>' if style and piece else escaped
    return lines if lines[-1] else lines[:-1]


def _token_style(kind: object) -> str:
    while kind is not Token and kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    return STANDARD_TYPES.get(kind, "")  # type: ignore[call-overload, no-any-return]


def _condition(found: re.Match[str]) -> str:
    return f"<kbd>{html.escape(found['condition'])}</kbd> " if found["condition"] else ""


def _printable(text: str) -> str:
    """Show control characters, and those that turn the direction of writing, instead of obeying them."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: chr(0x2400 + min(ord(found[0]), 0x21)), text)
    return re.sub(
        r"[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", lambda found: f"⟨U+{ord(found[0]):04X}⟩", text
    )
