"""The order of the book: `nav` in mkdocs.yml, which is the one place that has it, for both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Group:
    """Pages of a chapter that belong together."""

    page: str
    """The one that lists them, the first of their chapter."""
    name: str
    """The anchor under which it does."""
    pages: tuple[str, ...]
    """Such as `fork/zombie.md`."""


class _Settings(yaml.SafeLoader):
    """Reads what mkdocs reads, and leaves out what only mkdocs understands, such as `!ENV`."""


_Settings.add_multi_constructor("!", lambda *_: None)


def read(settings: Path) -> Any:
    """The `nav` in settings of mkdocs; None if they have none."""
    with settings.open("rb") as file:
        return yaml.load(file, _Settings).get("nav")


def pages(item: Any) -> Iterator[str]:
    """The pages in a `nav` or a part of it, however deep, with titles or without."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        yield from pages(list(item.values()))
    elif item:
        for one in item:
            yield from pages(one)


def groups(item: Any) -> Iterator[Group]:
    """The groups in a `nav`: the chapters, which the first page lists, and within a chapter what has a title."""
    chapters = [next(iter(chapter.values())) for chapter in item or [] if isinstance(chapter, dict)]
    if chapters:
        yield Group(next(pages(item)), "chapters", tuple(next(pages(chapter)) for chapter in chapters))
    for chapter in chapters:
        for part in chapter if isinstance(chapter, list) else []:
            if isinstance(part, dict):
                yield from (Group(next(pages(chapter)), name, tuple(pages(of))) for name, of in part.items())
