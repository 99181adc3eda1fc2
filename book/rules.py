"""What is asked of each file that somebody writes, of each by itself; a rule gives each line that breaks it."""

from __future__ import annotations

import ast
import difflib
import io
import re
import textwrap
import tokenize
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from book import matter
from book.outline import Part
from witness.interpreter import METHODS

WIDEST = 100
"""Characters; CONTRIBUTING asks for 76, where it can be had."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
"""The versions that an exhibit may compare: those that the workflow tests with."""
BUILDS = ("3.14t",)
"""Those without the GIL: the workflow builds the pages with them, too."""
COMPARED = (*METHODS, *PYTHONS, *BUILDS, *(f"{method} {python}" for method in METHODS for python in PYTHONS))
"""What an exhibit may compare."""
CALLING_FENCE = re.compile(
    r"from book\.page import playground\nprint\(playground\(\)\)"
    r"|from book\.page import chart, exhibit\nprint\(chart\(\"(?P<name>\w+)\"(, compare=\(\"\", \"[\w.]+\"\))?\)\)\n"
    r"print\(exhibit\(\"(?P=name)\"\)\)"
    r"|from book\.page import (?P<what>exhibit|chart|ideas|symptoms|index)\n"
    r"print\((?P=what)\(\"\w*\"(, compare=\(\"[\w. ]+\"(, \"[\w. ]+\")+\))?(, guess=True)?\)\)"
)
"""All that a fence that runs may say."""
Wrong = Iterator[tuple[int, str]]
"""Lines and what is wrong with each."""


def text(path: Path) -> Wrong:
    """Of any file of text: UTF-8 and line feeds, so that its bytes are the same on every machine."""
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        yield 1, "a byte order mark (BOM) in front of the text; save the file as UTF-8 without it"
    if b"\r" in data:
        yield data[: data.index(b"\r")].count(b"\n") + 1, "a line that ends with CR; save the file with LF alone"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield data[: error.start].count(b"\n") + 1, f"this is not UTF-8 ({error.reason}); save the file as UTF-8"
    if b"\t" in data and path.suffix != ".promise":  # a promise says what a program prints, a tab too
        yield data[: data.index(b"\t")].count(b"\n") + 1, "a tab; write spaces, and `\\t` in a string"


def program(path: Path) -> Wrong:
    """Of a snippet: what is copied is what was tested, and what explains it stands on the page."""
    source = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > WIDEST:
            yield (
                number,
                f"a line of {len(line)} characters; break it, at 76 if you can and {WIDEST} at most",
            )
    try:
        tree = ast.parse(source)
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return  # a mistake may be the lesson; whether it is, its promise tells
    for token in tokens:
        if token.type == tokenize.COMMENT:
            yield token.start[0], f"a comment, {token.string!r}; take it out, and explain the program on its pages"
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and (
            ast.get_docstring(node, clean=False) is not None
        ):
            yield node.body[0].lineno, "a docstring; take it out, and explain the program on its pages"


def front_matter(path: Path) -> Wrong:
    """Of a page: what a search and a tab of the browser show of it, and what the page of symptoms says."""
    yield from matter.read(path).wrong


def headings(parts: list[Part]) -> Wrong:
    """Every heading has an anchor of its own, which its counterpart shares."""
    seen: set[str] = set()
    for part in parts:
        if part.kind == "heading":
            if part.anchor is None:
                yield (
                    part.line,
                    f"the heading “{part.title}” has no anchor; add {{ #name }}, the same in both languages",
                )
            elif part.anchor in seen:
                yield part.line, f"the anchor #{part.anchor} is there twice; give this heading another one"
            else:
                seen.add(part.anchor)


def calls(parts: list[Part], known: Mapping[str, Collection[str]]) -> Wrong:
    """What a fence calls, there is, under its own heading, once; an exhibit compares what can be compared.

    Args:
        parts: those of the page.
        known: what there is to be called, by the kind of call.
    """
    anchor: str | None = ""
    called: dict[tuple[str, str], int] = {}
    for part in parts:
        if part.kind == "heading":
            anchor = part.anchor
        if part.kind not in known:
            continue
        what = f"{part.kind}({part.value!r})"
        if part.value not in known[part.kind]:
            near = difflib.get_close_matches(part.value, known[part.kind], 1)
            yield part.line, f"{what}: {NOBODY[part.kind]}" + (f"; did you mean {near[0]}?" if near else "")
        elif (part.kind, part.value) in called:
            yield part.line, f"{what} stands in line {called[part.kind, part.value]} already; have it once a page"
        elif part.value != anchor:
            under = f"under #{anchor}" if anchor else "under a heading without an anchor" if anchor is None else "alone"
            yield part.line, f"{what} stands {under}; give it a heading with {{ #{part.value} }}"
        called.setdefault((part.kind, part.value), part.line)
        for word in filter(None, part.compared):
            if word not in COMPARED:
                there = f"{', '.join(METHODS)}, Python {PYTHONS[0]} to {PYTHONS[-1]}, {BUILDS[0]}"
                there += f", and both as in {COMPARED[-1]!r}"
                yield part.line, f"nothing to compare: {word!r}; there are {there}"
        if len(part.compared) != len(set(part.compared)):
            yield part.line, f"the exhibit {part.value} compares a run with itself; name each once"


NOBODY = {
    "exhibit": "there is no snippet of this name",
    "chart": "there is no snippet of this name",
    "ideas": "mkdocs.yml has no group of this name in this chapter",
    "index": "there is one of what stands under `api` at the head of pages",
    "symptoms": "no page has a symptom of this kind in its front matter",
}
"""What is wrong with a call of what is not there."""


def fences(parts: list[Part]) -> Wrong:
    """A fence that runs calls what pages may call; another one of Python is Python."""
    for part in parts:
        if part.kind != "fence":
            continue
        if "exec=" in part.info:
            if not CALLING_FENCE.fullmatch(part.code):
                yield part.line, "this fence runs, and is no exhibit; CONTRIBUTING.md has the lines of one"
        elif re.match(r"(python|py|python3)\b", part.info):
            try:
                ast.parse(textwrap.dedent(part.code))
            except (SyntaxError, ValueError) as error:
                line = part.line + (getattr(error, "lineno", 0) or 0)
                yield line, f"this is no Python ({getattr(error, 'msg', error)}); mend it, or call the fence `text`"


def raw_html(parts: list[Part]) -> Wrong:
    """Where raw HTML leads, nobody checks."""
    for part in parts:
        if part.kind == "raw":
            yield part.line, f"raw HTML ({part.value}…): nobody checks where it leads; write it as Markdown"


def dead_link(page: str, link: str, others: dict[str, list[Part]], generated: set[str]) -> str | None:
    """What is wrong with where a link leads, among the pages and what is generated beside them; None if nothing is."""
    if link.startswith("/"):
        return f"an absolute link, {link}: write it relative to this page"
    if re.match(r"\w+:", link):
        return None
    target, _, fragment = link.partition("#")
    path = _resolve(page, target) if target else page
    if path not in others and path not in generated:
        return f"a dead link: there is no {path}"
    if fragment and path in others and fragment not in {part.anchor for part in others[path] if part.kind == "heading"}:
        return f"a dead link: {path} has no #{fragment}"
    return None


def _resolve(page: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)
