"""What a page is built of, whatever its language, and where the outlines of two languages differ."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from book import matter
from witness.exhibit import labels

LANGUAGES = labels.LANGUAGES
"""Those that exhibits speak."""
CALL = re.compile(r"print\((exhibit|chart|ideas|symptoms|index)\(\"(\w*)\"(?:, *compare=\((?P<compare>[^)]*)\))?")
"""What a fence may call; see `page`."""
RAW_LINK = re.compile(r"<(?:a|img|script|link|iframe)\b", re.IGNORECASE)
FENCE = re.compile(r" *(?P<ticks>`{3,}|~{3,})(?P<info>.*)")
HEADING = re.compile(r"(?P<level>#{1,6}) +(?P<title>.*?)(?: *\{ *#(?P<anchor>[\w-]+) *\})? *")
LINK = re.compile(r"(?<!!)\[(?:[^][]|\[[^][]*\])*\]\((?P<target>[^) ]+)[^)]*\)")
SAME = re.compile(r"/(?:zh-cn|en-us)(?=/)", re.IGNORECASE)
"""The part of an address outside that says which language the page there is in."""


@dataclass(frozen=True)
class Part:
    """One of the parts that a page is built of."""

    line: int
    kind: str
    """`heading`, `exhibit`, `chart`, `ideas`, `symptoms`, `index`, `fence`, `admonition`, `table`, `link` or `raw`;
    `symptom`, `api` and `was` in the head of the page."""
    value: str
    """What has to be the same in the other language."""
    title: str = ""
    """Of a heading; of what a fence calls, that of the heading it stands under."""
    compared: tuple[str, ...] = ()
    """The start methods or versions that an exhibit compares."""

    @property
    def anchor(self) -> str | None:
        """Of a heading, if it has one."""
        return None if (anchor := self.value.partition(" ")[2]) == "None" else anchor

    @property
    def info(self) -> str:
        """Of a fence: what stands behind its ticks."""
        return self.value.partition(": ")[0]

    @property
    def code(self) -> str:
        """Of a fence: what is in it."""
        return self.value.partition(": ")[2]


def read(page: Path) -> list[Part]:
    """Read the outline of a page: its parts in their order."""
    head = matter.read(page)
    parts = [Part(1, "symptom", one.kind) for one in head.symptoms]
    parts += [Part(1, "api", name) for name in head.api]
    parts += [Part(1, "was", name) for name in head.was]
    lines = iter(enumerate(page.read_text(encoding="utf-8-sig", errors="replace").splitlines(), 1))
    rows = columns = 0
    heading = Part(0, "heading", "")
    for number, line in lines:
        if number == 1 and line == "---":
            for _, inside in lines:
                if inside == "---":
                    break
            continue
        if line.lstrip().startswith("|"):
            rows, columns = rows + 1, line.count("|") - line.count("\\|")
        elif rows:
            parts.append(Part(number - rows, "table", f"{rows} rows, {columns - 1} columns"))
            rows = 0
        if found := FENCE.fullmatch(line):
            code = _until(found["ticks"], lines)
            for call in CALL.finditer(code):
                compared = tuple(re.findall(r"\"([^\"]*)\"", call["compare"] or ""))
                parts.append(Part(number, call[1], call[2], heading.title, compared))
            parts.append(Part(number, "fence", f"{found['info'].strip()}: {code}"))
        elif found := HEADING.fullmatch(line):
            heading = Part(number, "heading", f"{found['level']} {found['anchor']}", found["title"])
            parts.append(heading)
        elif found := re.match(r" *(?:!!!|\?\?\?\+?|===) *(\w*)", line):
            parts.append(Part(number, "admonition", found[1]))
        if found := RAW_LINK.search(line):
            parts.append(Part(number, "raw", found[0]))
        without_code = re.sub(r"`[^`]*`", lambda code: "x" * len(code[0]), line)
        parts += [Part(number, "link", SAME.sub("", found["target"])) for found in LINK.finditer(without_code)]
    if rows:
        parts.append(Part(number - rows + 1, "table", f"{rows} rows, {columns - 1} columns"))
    return parts


def _until(end: str, lines: Iterator[tuple[int, str]]) -> str:
    return "\n".join(line for _, line in itertools.takewhile(lambda numbered: numbered[1].strip() != end, lines))


def difference(one: Path, parts: list[Part], other: Path, others: list[Part]) -> str | None:
    """Where the outlines of a page in both languages first differ; what comes after would only follow from it."""
    for mine, theirs in itertools.zip_longest(parts, others):
        if mine is None or theirs is None or (mine.kind, mine.value) != (theirs.kind, theirs.value):
            where = f"{one}:{mine.line if mine else 'end'}"
            there = f"{other}:{theirs.line if theirs else 'end'}"
            return f"{where}: {_tell(mine)}, but {there}: {_tell(theirs)}; both need the same outline, in this order"
    return None


def _tell(part: Part | None) -> str:
    return f"{part.kind} {part.value.splitlines()[0] if part.value else ''}".strip() if part else "nothing more"
