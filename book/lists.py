"""The lists that pages call: ideas of a chapter, symptoms, and an index, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import jinja2
import markdown
from markupsafe import Markup

from book.matter import Symptom
from witness.exhibit.code import highlight


class Idea(NamedTuple):
    """A page in the list of its chapter."""

    address: str
    title: str
    sentence: str
    picture: Markup


class Seen(NamedTuple):
    """A symptom, and the page that explains it."""

    address: str
    symptom: Symptom


class Link(NamedTuple):
    """A page of an index."""

    address: str
    title: str


def line(text: str) -> Markup:
    """A line of Markdown as HTML."""
    return Markup(markdown.markdown(text).removeprefix("<p>").removesuffix("</p>"))


_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_environment.filters["line"] = line


def template(name: str) -> jinja2.Template:
    """One of the templates of this folder, by its file."""
    return _environment.get_template(name)


def ideas_list(ideas: Iterable[Idea]) -> str:
    """Each idea with its title, its sentence and its picture."""
    return template("ideas.html").render(ideas=ideas)


START = """\
import os
from multiprocessing import Process


def work(name):
    print(f"{name}: {os.getpid()}, made by {os.getppid()}")


if __name__ == "__main__":
    children = [Process(target=work, args=(name,)) for name in "ab"]
    for child in children:
        child.start()
    for child in children:
        child.join()
"""
"""The program with which the playground begins."""


def playground_figure(root: str, chapters: list[tuple[str, list[str]]], words: Mapping[str, str]) -> str:
    """A program to be changed and run, with others to begin with.

    Args:
        root: the way to the root of the site.
        chapters: the names of the others, by the chapters' titles.
        words: those of the book.
    """
    found = template("playground.html")
    return found.render(root=root, code=highlight(START), chapters=chapters, words=words)


def symptoms_list(symptoms: Iterable[Seen]) -> str:
    """Each symptom with why it is, and what to do."""
    return template("symptoms.html").render(symptoms=symptoms)


def index_list(entries: Iterable[tuple[str, list[Link]]]) -> str:
    """Each name with the pages about it."""
    return template("index.html").render(entries=entries)
