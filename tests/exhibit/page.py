"""What a reader gets: the exhibit of a run as HTML, and what stands on it."""

from __future__ import annotations

import html.parser
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from witness import interpreter
from witness.check.verdict import Verdict
from witness.exhibit.figure import Exhibit
from witness.promise.match import Outcome
from witness.recording import Recording
from witness.snippet import Snippet

VOID = {"br", "input", "wbr"}


class _Reader(html.parser.HTMLParser):
    """Reads HTML in which whatever is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        self.open.append(tag)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def read(text: str) -> ET.Element:
    """HTML as a tree; it has to be well formed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader.builder.close()


def text(element: ET.Element) -> str:
    """All that can be read in an element."""
    return "".join(element.itertext())


def having(element: ET.Element, style: str) -> Iterator[ET.Element]:
    """The elements of a class."""
    return (one for one in element.iter() if style in one.get("class", "").split())


def exhibit(
    runs: Recording | dict[str, Recording],
    names: dict[int, str] | None = None,
    *,
    language: str = "en",
    links: bool = False,
    source: str = "print()\n",
    promise: str = "main: exit 0\n",
) -> ET.Element:
    """The exhibit of a run, or of several that are compared; the processes are called by their roles, or by `names`."""
    runs = {"": runs} if isinstance(runs, Recording) else runs
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "odd.py"
        path.write_text(source, encoding="utf-8")
        path.with_suffix(".promise").write_text(promise, encoding="utf-8")
        verdicts = {
            word: Verdict(
                Snippet(path), interpreter.ask(), run, Outcome(None, names or {p.pid: p.role for p in run.processes})
            )
            for word, run in runs.items()
        }
        return read(Exhibit(verdicts, language, "../", {}, links).html())


@dataclass(frozen=True)
class Shown:
    """A row of the moments."""

    what: str
    name: str
    line: int
    """Of the program; 0 if none belongs to it."""
    text: str
    strokes: list[tuple[str, float, str]]
    """Of the lanes: the state, `x`, and the half of the row."""
    arms: list[str]
    """What leads from one lane to another."""
    ways: list[tuple[float, float, str, str]]
    """Of messages: from which `x` to which, and from which `y` to which."""
    holds: list[tuple[float, str]]
    """The bars of locks: their `x`, and from which `y`."""


def rows(page: ET.Element) -> list[Shown]:
    """The moments, from the first to the last."""
    (moments,) = having(page, "moments")
    assert {child.tag for child in moments} <= {"li"}
    return [_row(item) for item in moments]


def _row(item: ET.Element) -> Shown:
    what, _ = item.get("class", "").split()
    (svg,) = item.findall("svg")
    strokes, arms = [], []
    ways, holds = [], []
    for line in svg.iter("line"):
        kind, ends = line.get("class", "").split()[0], (line.get("y1"), line.get("y2"))
        if kind == "hold":
            holds.append((float(line.get("x1", "")), str(ends[0])))
        elif kind == "message":
            ways.append((float(line.get("x1", "")), float(line.get("x2", "")), str(ends[0]), str(ends[1])))
        elif ends == ("50%", "50%"):
            arms += [kind] if kind in ("branch", "reap", "signal") else []
        else:
            assert line.get("x1") == line.get("x2")
            half = {("0%", "50%"): "upper", ("50%", "100%"): "lower"}[ends]  # type: ignore[index]
            strokes.append((kind, float(line.get("x1", "")), half))
    said = "".join(text(part) for part in item if part.tag != "svg")
    return Shown(what, item.get("data-name", ""), int(item.get("data-line", 0)), said, strokes, arms, ways, holds)


def told(page: ET.Element) -> list[str]:
    """The text of each row."""
    return [row.text for row in rows(page)]
