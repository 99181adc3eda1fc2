"""What is written of the site: the pages of both languages and the programs, each read once, and the runs they show."""

from __future__ import annotations

import concurrent.futures
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from book import outline
from book.outline import LANGUAGES, Part
from witness import interpreter, snippet
from witness.check.verdict import Verdict, check_all
from witness.interpreter import Interpreter
from witness.snippet import Snippet


@dataclass(frozen=True)
class Site:
    """What is written of a site: the pages of both languages, and the programs."""

    docs: Path = Path("docs")
    programs: Path = snippet.FOLDER

    @functools.cached_property
    def pages(self) -> dict[str, dict[str, list[Part]]]:
        """For each language its pages by their names, such as `fork.md`."""
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
            if part.kind == "exhibit"
            for word in ("", *part.compared)
        }

    @functools.cached_property
    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        """The runs that are shown: each snippet's own, under an empty word, and those that exhibits compare."""
        python = interpreter.ask()
        words = {word for _, word in self.shown if word}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            # It takes a second to find another Python, which goes by while snippets run that need none.
            variants = {word: pool.submit(interpreter.variant, word) for word in words}

            def wanted() -> Iterator[tuple[Snippet, Interpreter]]:
                yield from ((one, python) for one in self.snippets.values())
                yield from ((self.snippets[name], variants[word].result()) for name, word in self.shown if word)

            runs = {(verdict.snippet.name, verdict.python): verdict for verdict in check_all(wanted(), cached=True)}
        verdicts = {(name, ""): runs[name, python] for name in self.snippets}
        return verdicts | {(name, word): runs[name, variants[word].result()] for name, word in self.shown if word}
