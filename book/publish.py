"""What nobody writes of a site: the programs as they are, a page of each, the catalogue, the zip, traces, assets."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from book.labels import LABELS
from book.outline import Part
from book.written import Site
from witness.exhibit import figure, trace
from witness.exhibit.labels import PLATFORM_NAMES
from witness.exhibit.roster import Roster
from witness.exhibit.trace import trace_name
from witness.snippet import Snippet

Write = Callable[[str, bytes], None]
"""Puts a file into the site, by its name there."""


def publish(site: Site, language: str, order: list[str], write: Write) -> None:
    """Write what is generated.

    Args:
        site: one that passed its gates.
        language: whose site it is.
        order: the names of its pages as they follow one another.
        write: where the files go.
    """
    label, snippets = LABELS[language], site.snippets
    catalogue = []
    for name in order:
        parts = site.pages[language].get(name, [])
        shown = [part for part in parts if part.kind == "exhibit" and f"{snippets[part.value].chapter}.md" == name]
        if not shown:
            continue
        chapter = next(part for part in parts if part.kind == "heading")
        rows = []
        for part in shown:
            one = snippets[part.value]
            write(f"snippets/{one.name}.py", one.path.read_bytes())
            write(f"snippets/{one.name}.md", _page_of(one, part, chapter, label))
            platforms = " · ".join(PLATFORM_NAMES[platform] for platform in one.promise.settings.platforms)
            title = _cell(f"[{_text(part.title)}](../{name}#{one.name})")
            rows.append(f"| [`{one.path.name}`]({one.name}.md) | {title} | {platforms} |")
        head = f"| {label['file']} | {label['shows']} | {label['platforms']} |\n|---|---|---|"
        catalogue.append("\n".join([f"## {chapter.title} {{ #{one.chapter} }}\n", head, *rows]))
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
    for (name, word), verdict in site.verdicts.items():
        events = trace.trace(Roster(verdict.recording, verdict.outcome.names))
        write(f"snippets/{trace_name(name, word)}", events.encode())


def pages(nav: Any) -> Iterator[str]:
    """The names of the pages in mkdocs' `nav`, however deep, with titles or without."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        yield from pages(list(nav.values()))
    elif nav:
        for item in nav:
            yield from pages(item)


def _page_of(one: Snippet, part: Part, chapter: Part, label: dict[str, str]) -> bytes:
    explained = label["chapter"].format(
        chapter=chapter.title, title=_text(part.title), link=f"../{one.chapter}.md#{one.name}"
    )
    fence = f'```python exec="1" html="1"\nfrom book.page import exhibit\nprint(exhibit("{one.name}"))\n```'
    return _page(
        one.path.name,
        label["snippet description"].format(title=part.title, file=one.path.name),
        f"# {part.title} {{ #{one.name} }}\n\n{explained}\n\n{fence}",
    )


def _page(title: str, description: str, text: str) -> bytes:
    """A page; what JSON writes as a string is that string in YAML too."""
    title, description = (json.dumps(value, ensure_ascii=False) for value in (title, description))
    return f"---\ntitle: {title}\ndescription: {description}\n---\n\n{text}\n".encode()


def _text(title: str) -> str:
    """A heading as the text of a link: without links of its own, whose brackets would end it."""
    return re.sub(r"\[([^][]*)\]\([^)]*\)", r"\1", title)


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
