"""What nobody writes of a site: the programs as they are, a page of each, the catalogue, the zip, traces, assets."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable

from book.labels import LABELS
from book.outline import Part
from book.sites import INSIDE
from book.written import Site, address, page_of
from live.files import FOLDER, Live
from witness.check import evidence
from witness.exhibit import figure, trace
from witness.exhibit.figure import Exhibit
from witness.exhibit.labels import PLATFORM_NAMES
from witness.exhibit.roster import Roster
from witness.exhibit.trace import trace_name
from witness.snippet import Snippet

Write = Callable[[str, bytes], None]
"""Puts a file into the site, by its name there."""


def publish(site: Site, language: str, write: Write) -> None:
    """Write what is generated.

    Args:
        site: one that passed its gates.
        language: whose site it is.
        write: where the files go.
    """
    label, snippets = LABELS[language], site.snippets
    chapters: dict[str, list[str]] = {}
    for one in site.snippets.values():
        for path in one.path, one.path.with_suffix(".promise"):
            write(f"snippets/{path.name}", path.read_bytes())
    by_page: dict[str, list[Snippet]] = {}
    for one in snippets.values():
        by_page.setdefault(page_of(one), []).append(one)
    pages = site.pages[language]  # while a preview is written, it may lack some
    for name in site.order:
        for one in by_page.get(name, []) if name in pages else []:
            title = _title(pages[name])
            platforms = " · ".join(PLATFORM_NAMES[platform] for platform in one.promise.settings.platforms)
            row = f"| [`{one.path.name}`]({one.name}.py) | {_cell(f'[{title}](../{name})')} | {platforms} |"
            chapters.setdefault(one.chapter, []).append(row)
    head = f"| {label['file']} | {label['shows']} | {label['platforms']} |\n|---|---|---|"
    catalogue = [
        "\n".join([f"## {_title(pages[f'{chapter}/index.md'])} {{ #{chapter} }}\n", head, *rows])
        for chapter, rows in chapters.items()
        if f"{chapter}/index.md" in pages
    ]
    text = [
        f"# {label['catalogue']} {{ #snippets }}",
        label["catalogue text"].format(count=len(snippets), zip="../snippets.zip"),
        *catalogue,
    ]
    description = label["catalogue description"].format(count=len(snippets))
    write("snippets/index.md", _page(label["catalogue"], description, "\n\n".join(text)))
    write("snippets.zip", _zip(snippets))
    for file in figure.ASSETS.iterdir():
        write(f"assets/{file.name}", file.read_bytes())
    for name, more in site.more.items():
        for number, verdict in enumerate(more, 1):
            run = Exhibit({"": verdict}, language, "../../", evidence.of(verdict.snippet)).html()
            write(f"snippets/{name}.{number}.html", run.encode())
    for name in pages:
        about = site.matter[site.docs / language / name]
        for old in map(address, about.was):
            new = "../" * old.count("/") + address(name)
            moved = MOVED.format(language=language, title=html.escape(about.title), address=new)
            write(f"{old}index.html", moved.encode())
    for (name, word), verdict in site.verdicts.items():
        events = trace.trace(Roster(verdict.recording, verdict.outcome.names))
        write(f"snippets/{trace_name(name, word)}", events.encode())


def live(found: Live, site: Site, language: str, write: Write) -> None:
    """Write what programs need that run in their page: once, as both languages share it, and in each what begins it."""
    if not INSIDE[language]:
        for name, data in found.files.items():
            write(f"{FOLDER}/{name}", data)
    script = (figure.ASSETS / "exhibit.js").read_bytes() + found.hook(site.snippets.values(), language)
    write("assets/exhibit.js", script)


MOVED = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{address}">
<script>location.replace("{address}" + location.hash)</script>
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">{title}</a></p>
"""
"""What stands where a page was: it leads on to the same place of the page, and without script to its top."""


def _page(title: str, description: str, text: str) -> bytes:
    """A page; what JSON writes as a string is that string in YAML too."""
    title, description = (json.dumps(value, ensure_ascii=False) for value in (title, description))
    return f"---\ntitle: {title}\ndescription: {description}\nsearch:\n  exclude: true\n---\n\n{text}\n".encode()


def _title(parts: list[Part]) -> str:
    """The title of a page as the text of a link: without links of its own, whose brackets would end it."""
    heading = next(part for part in parts if part.kind == "heading")
    return re.sub(r"\[([^][]*)\]\([^)]*\)", r"\1", heading.title)


def _cell(text: str) -> str:
    """Markdown as a cell of a table, which a bar would end; within code it does not."""
    return re.sub(r"(`[^`]*`)|(?<!\\)\|", lambda found: found[1] or r"\|", text)


def _zip(snippets: dict[str, Snippet]) -> bytes:
    """The same bytes from the same snippets, whenever it is made."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in snippets.values():
            archive.writestr(zipfile.ZipInfo(f"snippets/{one.chapter}/{one.path.name}"), one.path.read_bytes())
    return data.getvalue()
