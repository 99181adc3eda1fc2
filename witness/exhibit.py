"""A checked run as it stands on a page: the program, its output by speaker, what always holds, and its processes."""

from __future__ import annotations

import functools
import html
import re
import signal
from collections import Counter
from dataclasses import dataclass

from pygments import lex
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES, Token

from witness.check import Verdict
from witness.labels import LABELS
from witness.promise import EACH, LINE
from witness.recording import Line, Process

PLATFORM_NAMES = {"linux": "Linux", "darwin": "macOS"}
COLOURS = 8  # as many as docs/theme/assets/exhibit.css has


@dataclass(frozen=True)
class Exhibit:
    """One checked run, to be shown in one language."""

    verdict: Verdict
    language: str
    root: str
    """The way from the page to the root of the language's site, for instance `../`."""

    def html(self) -> str:
        """The whole exhibit."""
        name = self.verdict.snippet.name
        parts = [self._head(), self._code(), self._output(), self._promise(), self._processes()]
        # One line between tags, so that Markdown takes it for one block of HTML.
        return f'<figure class="exhibit" data-snippet="{name}">{"".join(parts)}</figure>'

    # -- who is who ----------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _label(self) -> dict[str, str]:
        return LABELS[self.language]

    @functools.cached_property
    def _names(self) -> dict[int, str]:
        """What each process is called here: its name in the cast, with a number where a group has more than one."""
        cast = self.verdict.outcome.names
        often = Counter(cast.values())
        met: Counter[str] = Counter()
        names = {}
        for process in self.verdict.recording.processes:
            name = cast.get(process.pid, process.role)
            met[name] += 1
            names[process.pid] = f"{name} {met[name]}" if often[name] > 1 else name
        return names

    @functools.cached_property
    def _colours(self) -> dict[int, int]:
        """A number for each process's colour; the machinery of `multiprocessing` has none."""
        called = [p.pid for p in self.verdict.recording.processes if p.pid in self.verdict.outcome.names]
        return {pid: index % COLOURS for index, pid in enumerate(called)}

    def _style(self, pid: int) -> str:
        return f"p{self._colours[pid]}" if pid in self._colours else "px"

    def _chip(self, pid: int, text: str) -> str:
        """A piece of text in the colour of a process."""
        return f'<b class="pid {self._style(pid)}" title="{html.escape(self._names[pid])}">{html.escape(text)}</b>'

    # -- the parts -----------------------------------------------------------------------------------------------------

    def _head(self) -> str:
        snippet, recording = self.verdict.snippet, self.verdict.recording
        platform = PLATFORM_NAMES.get(recording.platform, recording.platform)
        default = self._label["default"].format(method=recording.start_method)
        return (
            f"<figcaption>"
            f'<a class="file" href="{self.root}snippets/{snippet.name}/">{snippet.path.name}</a>'
            f'<span class="where" title="{default}">Python {recording.python} · {platform}</span>'
            f'<span class="tools">'
            f'<button type="button" data-clipboard-text="{_attribute(snippet.source)}">'
            f'{self._label["copy"]}</button><a class="download" href="{self.root}snippets/{snippet.name}.py" download>'
            f"{self._label['download']}</a></span></figcaption>"
        )

    def _code(self) -> str:
        label = self._label["code"].format(file=self.verdict.snippet.path.name)
        lines = "".join(f'<span class="line">{line}</span>' for line in highlight(self.verdict.snippet.source))
        return f'<div class="highlight program"><pre tabindex="0" aria-label="{label}"><code>{lines}</code></pre></div>'

    def _output(self) -> str:
        snippet, recording = self.verdict.snippet, self.verdict.recording
        label = self._label["output"].format(file=snippet.path.name)
        pipe = " 2&gt;&amp;1 | cat" if recording.stdout == "pipe" else ""
        lines = [f'<span class="prompt">$ python {snippet.path.name}{pipe}</span>\n']
        speaker: tuple[int, ...] | None = None
        for line in recording.lines:
            lines.append(self._spoken(line, line.speakers != speaker))
            speaker = line.speakers
        if not recording.lines:
            lines.append(f'<span class="prompt">{self._label["nothing"]}</span>')
        return f'<div class="output"><pre tabindex="0" aria-label="{label}">{"".join(lines)}</pre></div>'

    def _spoken(self, line: Line, first: bool) -> str:
        """A line of the output, with its speaker in the margin where the speaker changes."""
        pids = self.verdict.recording.by_pid
        text = re.sub(
            r"\d+",
            lambda found: self._chip(int(found[0]), found[0]) if int(found[0]) in pids else found[0],
            html.escape(_printable(line.text), quote=False),
        )
        names = "+".join(self._names[pid] for pid in line.speakers) or self._label["unknown"]
        style = self._style(line.speakers[0]) if line.speakers else "px"
        who = f'<i class="who" title="{self._label["spoken"].format(name=names)}">{names if first else ""}</i>'
        return f'<span class="said {style}">{who}<span>{text}</span></span>\n'

    def _promise(self) -> str:
        """What always holds: the promise, line by line."""
        rows = "".join(self._promised(line) for line in self.verdict.snippet.promise.text.splitlines() if line.strip())
        return self._folded("promise", self._label["always"], f'<div class="script">{rows}</div>')

    @staticmethod
    def _folded(kind: str, title: str, inside: str) -> str:
        return f'<details class="{kind}"><summary>{title}</summary>{inside}</details>'

    def _promised(self, line: str) -> str:
        if re.fullmatch(r"-{3,}", line):
            return f'<div class="rule" role="separator"><span>{self._label["rule"]}</span></div>'
        if found := EACH.fullmatch(line):
            kind = "each" if found["rows"] else "each group"
            text = self._label[kind].format(names=found["names"], values=(found["rows"] or "").replace("..", "…"))
            return f'<div class="each">{_condition(found)}{html.escape(text)}</div>'
        if found := LINE.fullmatch(line):
            marks = [self._label["after"].format(names=found["after"])] if found["after"] else []
            marks += [self._label["maybe"]] if found["mark"] == "?" else []
            text = self._label["any"] if found["text"] == "..." else ""
            said = f"<em>… {text}</em>" if text else self._braces(found["text"] or "")
            note = "".join(f" <small>{mark}</small>" for mark in marks)
            inside = " inside" if found["indent"] else ""
            return (
                f'<div class="said{inside} {self._of(found["name"])}"><i class="who">{found["name"]}</i>'
                f"<span>{_condition(found)}{said}{note}</span></div>"
            )
        return f'<div class="cast">{html.escape(line)}</div>'

    def _of(self, name: str) -> str:
        """The style of a name of the cast: that of its process, or of the first of its group."""
        pids = [pid for pid, called in self.verdict.outcome.names.items() if called == name]
        return self._style(min(pids, key=list(self._names).index)) if pids else "px"

    def _braces(self, text: str) -> str:
        def show(found: re.Match[str]) -> str:
            inside = found[0][1:-1]
            style = self._of(inside) if inside in self.verdict.snippet.promise.cast else "value"
            return f'<b class="pid {style}">{html.escape(inside.replace("..", "…"))}</b>'

        marked = re.split(r"((?<!\{)\{[^{}]+\})", text)
        pieces = [html.escape(p.replace("{{", "{").replace("}}", "}"), quote=False) for p in marked[::2]]
        tokens = [re.sub(r".+", show, token) for token in marked[1::2]] + [""]
        return "".join(piece + token for piece, token in zip(pieces, tokens, strict=True))

    def _processes(self) -> str:
        label = self._label
        head = "".join(f'<th scope="col">{label[key]}</th>' for key in ("process", "parent", "how", "lifetime", "exit"))
        rows = "".join(self._row(process) for process in self.verdict.recording.processes)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return self._folded("processes", label["who"], f'<div class="table">{table}</div>')

    def _row(self, process: Process) -> str:
        label = self._label
        known = process.ppid in self.verdict.recording.by_pid
        parent = self._chip(process.ppid, self._names[process.ppid]) if known else label["shell"]
        how = label["process-role" if process.role == "process" else process.role]
        cells = [
            f"{self._chip(process.pid, self._names[process.pid])} {process.pid}",
            parent,
            how,
            label["lived"].format(start=1000 * process.start, end=1000 * process.end),
            self._exit(process.exit_code),
        ]
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    def _exit(self, code: int | None) -> str:
        if code is None:
            return self._label["unseen"]
        if code >= 0:
            return str(code)
        return self._label["killed"].format(signal=signal.Signals(-code).name, code=code)


def highlight(source: str) -> list[str]:
    """The program's lines as HTML; their text, put together, is the program to the byte."""
    lines = [""]
    for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False)):
        style = _style(kind)
        for index, piece in enumerate(text.split("\n")):
            if index:
                lines[-1] += "\n"
                lines.append("")
            escaped = html.escape(piece, quote=False)
            lines[-1] += f'<span class="{style}">{escaped}</span>' if style and piece else escaped
    return lines if lines[-1] else lines[:-1]


def _style(kind: object) -> str:
    while kind is not Token and kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    return STANDARD_TYPES.get(kind, "")  # type: ignore[call-overload, no-any-return]


def _condition(found: re.Match[str]) -> str:
    return f"<kbd>{html.escape(found['condition'])}</kbd> " if found["condition"] else ""


def _attribute(text: str) -> str:
    """Text for an attribute on one line: Markdown must find no blank line in the HTML."""
    return html.escape(text).replace("\n", "&#10;")


def _printable(text: str) -> str:
    """Show control characters instead of obeying them."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: chr(0x2400 + min(ord(found[0]), 0x21)), text)
