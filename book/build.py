"""Builds what is generated: mkdocs-gen-files runs this file at the beginning of each build of a site.

First everything is verified: the pages, then every snippet by a run or a cached one. What is wrong ends the build with
one message. Then the programs are published as they are, each with a page, all in one catalogue and one zip.
"""

from __future__ import annotations

import concurrent.futures
import io
import logging
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from book import outline, page
from book.labels import LABELS
from witness import interpreter, invocation, snippet
from witness.check import evidence
from witness.check.verdict import Verdict, check_all
from witness.errors import Mistake
from witness.exhibit import figure, trace
from witness.exhibit.labels import PLATFORM_NAMES
from witness.exhibit.roster import Roster
from witness.exhibit.trace import trace_name
from witness.interpreter import Interpreter
from witness.run.terminal import WINDOWS
from witness.snippet import Snippet

log = logging.getLogger("mkdocs.plugins.witness")


def verify(docs: Path, snippets: dict[str, Snippet], *, strict: bool) -> dict[tuple[str, str], Verdict]:
    """Hold the pages to one another and the snippets to their promises; return the runs that the pages show.

    Raises:
        Mistake: something is wrong; the text says all of it.
    """
    problems = outline.check(docs, snippets)
    shown = {(name, word): place for name, word, place in places(docs)}
    for name, one in snippets.items():
        try:
            _ = one.promise, one.source
        except Mistake as mistake:
            place = shown.get((name, ""))
            problems.append(f"{mistake}\n  shown at {place}" if place else str(mistake))
    if problems:
        raise Mistake("\n".join(problems))
    python = interpreter.ask()
    problems = [refusal for one in snippets.values() if (refusal := one.refuses(python))]
    if problems:
        raise Mistake("\n".join(problems))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        # It takes a second to find another Python, which goes by while snippets run that need none.
        variants = {word: pool.submit(interpreter.variant, word) for word in {word for _, word in shown if word}}

        def wanted() -> Iterator[tuple[Snippet, Interpreter]]:
            yield from ((one, python) for one in snippets.values())
            yield from ((snippets[name], variants[word].result()) for name, word in shown if word)

        runs = {(verdict.snippet.name, verdict.python): verdict for verdict in check_all(wanted(), cached=True)}
    verdicts = {(name, ""): runs[name, python] for name in snippets}
    verdicts |= {(name, word): runs[name, variants[word].result()] for name, word in shown if word}
    broken = dict.fromkeys(
        f"{verdict.report()}\n  shown at {shown.get(key) or shown[key[0], '']}"
        for key, verdict in sorted(verdicts.items())
        if not verdict.holds
    )
    if broken:
        raise Mistake("\n".join(broken))
    stale = [
        f"{one.path}: {lack}; gather some with `{invocation.command('evidence', name)}`"
        for name, one in snippets.items()
        if (lack := evidence.lack(one))
    ]
    if stale and strict:
        raise Mistake("\n".join(stale))
    for warning in stale:  # while a page is being written, it is shown with that said on it
        log.warning(warning)
    return verdicts


def places(docs: Path) -> Iterator[tuple[str, str, str]]:
    """For each run that is shown, its snippet, what it is to compare, and the page with the line."""
    for path in sorted(docs.rglob("*.md")):
        for bone in outline.read(path):
            if bone.kind == "exhibit":
                for word in ("", *bone.compared):
                    yield bone.value, word, f"{path}:{bone.line}"


def publish(docs: Path, snippets: dict[str, Snippet], language: str) -> None:
    """Write the raw programs, the page of each, the catalogue and the zip."""
    label = LABELS[language]
    pages = [docs / language / name for item in mkdocs_gen_files.config.nav for name in item.values()]
    chapters = {path.stem: outline.read(path) for path in pages if path.is_file()}
    catalogue = []
    for chapter, parts in chapters.items():
        shown = [bone for bone in parts if bone.kind == "exhibit" and snippets[bone.value].chapter == chapter]
        if not shown:
            continue
        title = next(bone.title for bone in parts if bone.kind == "heading")
        rows = []
        for bone in shown:
            one = snippets[bone.value]
            _write(f"snippets/{one.name}.py", one.path.read_bytes())
            text = label["chapter"].format(chapter=title, title=bone.title, link=f"../{chapter}.md#{one.name}")
            _page(
                f"snippets/{one.name}.md",
                f"{one.path.name}",
                label["snippet description"].format(title=bone.title, file=one.path.name),
                f"# {bone.title} {{ #{one.name} }}\n\n{text}\n\n{_fence(one.name)}",
            )
            platforms = " · ".join(PLATFORM_NAMES[platform] for platform in one.promise.settings.platforms)
            rows.append(
                f"| [`{one.path.name}`]({one.name}.md) | [{bone.title}](../{chapter}.md#{one.name}) | {platforms} |"
            )
        head = f"| {label['file']} | {label['shows']} | {label['platforms']} |\n|---|---|---|"
        catalogue.append("\n".join([f"## {title} {{ #{chapter} }}\n", head, *rows]))
    count = len(snippets)
    intro = label["catalogue text"].format(count=count, zip="../snippets.zip")
    _page(
        "snippets/index.md",
        label["catalogue"],
        label["catalogue description"].format(count=count),
        "\n\n".join([f"# {label['catalogue']} {{ #snippets }}", intro, *catalogue]),
    )
    _write("snippets.zip", _zip(snippets))
    for file in figure.ASSETS.iterdir():
        _write(f"assets/{file.name}", file.read_bytes())
    for (name, word), verdict in page.verdicts.items():
        text = trace.trace(Roster(verdict.recording, verdict.outcome.names))
        _write(f"snippets/{trace_name(name, word)}", text.encode())


def _page(name: str, title: str, description: str, text: str) -> None:
    matter = f'---\ntitle: "{title}"\ndescription: "{description}"\n---\n\n'
    _write(name, f"{matter}{text}\n".encode())


def _fence(name: str) -> str:
    return f'```python exec="1" html="1"\nfrom book.page import exhibit\nprint(exhibit("{name}", root="../../"))\n```'


def _write(name: str, data: bytes) -> None:
    with mkdocs_gen_files.open(name, "wb") as file:
        file.write(data)


def _zip(snippets: dict[str, Snippet]) -> bytes:
    """The same bytes from the same snippets, whenever it is made."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in snippets.values():
            archive.writestr(zipfile.ZipInfo(f"snippets/{one.chapter}/{one.path.name}"), one.path.read_bytes())
    return data.getvalue()


def main() -> None:
    """Verify and publish."""
    language = mkdocs_gen_files.config.theme["language"]
    try:
        if sys.platform == "win32":
            raise Mistake(WINDOWS)
        snippets = snippet.find(Path("snippets"))
        page.verdicts = verify(Path("docs"), snippets, strict=mkdocs_gen_files.config.strict)
    except Mistake as mistake:
        raise PluginError(str(mistake)) from None
    page.language = language
    publish(Path("docs"), snippets, language)


main()
