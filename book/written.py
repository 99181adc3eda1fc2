"""What is written of the site: the pages of both languages and the programs, each read once, and the runs they show."""

from __future__ import annotations

import concurrent.futures
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from book import matter, nav, outline
from book.matter import Matter
from book.nav import Group
from book.outline import LANGUAGES, Part
from witness import interpreter, snippet
from witness.check import evidence
from witness.check.verdict import Verdict, check_all
from witness.interpreter import Interpreter
from witness.snippet import Snippet


def page_of(one: Snippet) -> str:
    """The page of a snippet: `zombie_mended` stands on that of `zombie`, `fork` on its chapter's own."""
    name = one.name.removesuffix("_mended")
    return f"{one.chapter}/{'index' if name == one.chapter else name}.md"


def address(page: str) -> str:
    """The address of a page from the root of its site: `fork/zombie/` of `fork/zombie.md`."""
    return page.removesuffix("index.md").removesuffix(".md") + ("" if page.endswith("index.md") else "/")


@dataclass(frozen=True)
class Site:
    """What is written of a site: the pages of both languages, and the programs."""

    docs: Path = Path("docs")
    programs: Path = snippet.FOLDER
    settings: Path = Path("mkdocs.yml")
    runs: int = 1
    """So many runs are kept of each snippet whose order is luck."""

    @functools.cached_property
    def order(self) -> list[str]:
        """The names of the pages as they follow one another."""
        return list(nav.pages(nav.read(self.settings)))

    @functools.cached_property
    def groups(self) -> list[Group]:
        """The pages of the chapters that belong together, in their order."""
        return list(nav.groups(nav.read(self.settings)))

    @functools.cached_property
    def pages(self) -> dict[str, dict[str, list[Part]]]:
        """For each language its pages by their names, such as `fork/zombie.md`."""
        return {
            language: {
                path.relative_to(self.docs / language).as_posix(): outline.read(path)
                for path in sorted((self.docs / language).rglob("*.md"))
            }
            for language in LANGUAGES
        }

    @functools.cached_property
    def each_page(self) -> dict[Path, list[Part]]:
        """All pages of all languages."""
        return {self.docs / language / name: parts for language, of in self.pages.items() for name, parts in of.items()}

    @functools.cached_property
    def matter(self) -> dict[Path, Matter]:
        """The heads of all pages."""
        return {path: matter.read(path) for path in self.each_page}

    @functools.cached_property
    def snippets(self) -> dict[str, Snippet]:
        """The programs by name; raises `Mistake`, see `snippet.find`."""
        return snippet.find(self.programs)

    @functools.cached_property
    def shown(self) -> dict[tuple[str, str], str]:
        """Where each run is shown, by its snippet and what it is there to compare: the page with the line."""
        return {
            (part.value, word): f"{path}:{part.line}"
            for path, parts in sorted(self.each_page.items())
            for part in parts
            if part.kind in ("exhibit", "chart")
            for word in ("", *part.compared)
        }

    @functools.cached_property
    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        """The runs that are shown: each snippet's own, under an empty word, and those of other Pythons, if here."""
        keys = [(name, "") for name in self.snippets] + [key for key in self.shown if key[1]]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            # It takes a second to find another Python, which goes by while snippets run that need none.
            pythons = {key: pool.submit(self.python, *key) for key in keys}

            def wanted() -> Iterator[tuple[Snippet, Interpreter]]:
                found = ((self.snippets[name], pythons[name, word].result()) for name, word in keys)
                yield from dict.fromkeys((one, python) for one, python in found if python)

            runs = {(verdict.snippet.name, verdict.python): verdict for verdict in check_all(wanted(), cached=True)}
        found = {(name, word): (name, pythons[name, word].result()) for name, word in keys}
        return {key: runs[run] for key, run in found.items() if run in runs}

    def python(self, name: str, word: str) -> Interpreter | None:
        """The Python of a run that is shown; None if it is not on this machine.

        Args:
            name: the snippet's.
            word: what the run is there to compare, see `shown`.
        """
        return interpreter.variant(word) if word else self.snippets[name].python()

    @functools.cached_property
    def more(self) -> dict[str, list[Verdict]]:
        """Of each snippet whose order is luck, more runs."""
        compared = {name for name, word in self.shown if word}
        once = [self.verdicts[key] for key in self.verdicts if key[0] not in compared]
        lucky = [(one.snippet, one.python) for one in once if _is_luck(one.snippet)]
        more: dict[str, list[Verdict]] = {}
        for number in range(1, self.runs):
            for verdict in check_all(lucky, cached=True, number=number):
                more.setdefault(verdict.snippet.name, []).append(verdict)
        return more


def _is_luck(one: Snippet) -> bool:
    """Whether its processes have been seen to speak in more than one order."""
    return any(len(seen.orders) + seen.others > 1 for seen in evidence.of(one).values())
