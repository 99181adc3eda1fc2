"""What pages call: an exhibit by the name of its snippet, the ideas of a group, the symptoms of a kind, an index."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from book import charts
from book.labels import LABELS
from book.lists import Idea, Link, Seen, ideas_list, index_list, playground_figure, symptoms_list
from book.matter import Matter
from book.written import Site, address, page_of
from live.files import Live
from witness.check import evidence
from witness.check.verdict import Verdict, check
from witness.exhibit import labels
from witness.exhibit.figure import Exhibit, unrun
from witness.exhibit.miniature import miniature
from witness.interpreter import sides


@dataclass
class Build:
    """What the build that is under way knows, and a fence on a page cannot be told."""

    language: str = "zh"
    site: Site = field(default_factory=Site)
    page: str = "index.md"
    """The page that is being made."""
    root: str = "../"
    """The way from the page to the root of its site."""
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    """The checked runs, by snippet and what they are there to compare; that is empty for the run without comparison."""
    notes: list[str] = field(default_factory=list)
    """What is not finished yet."""
    live: Live | None = None
    """What programs need that run in their page; None if that is left out."""


now = Build()
_ROOT = "\0/"
"""Stands for the way to the root in an exhibit that was made: no program, output or promise has that character."""
_made: dict[tuple[object, ...], str] = {}
"""Exhibits and charts by all they are made of: many stand on two pages, and `mkdocs serve` builds again and again."""


def exhibit(name: str, *, compare: tuple[str, ...] = ("",), guess: bool = False) -> str:
    """The exhibit of a snippet, as HTML.

    Args:
        name: the snippet's.
        compare: to show a run for each of these start methods, or Pythons such as `3.14`, or both as in `fork 3.14`,
            side by side.
        guess: to cover what happened until the reader has made a guess.
    """
    tried = {word: _verdict(name, word) for word in compare}
    if not any(tried.values()):
        tried[""] = _verdict(name)
    absent = [word for word, verdict in tried.items() if word and verdict is None]
    shown = {word: verdict for word, verdict in tried.items() if verdict}
    if not shown:
        return unrun(now.site.snippets[name], now.language)
    facts = [
        (word, v.snippet, v.snippet.source, v.snippet.promise.text, v.recording, *v.outcome.names.items())
        for word, v in shown.items()
    ]
    seen = evidence.of(now.site.snippets[name])
    more = len(now.site.more.get(name, []))
    key = (now.language, str(seen), more, guess, *absent, *facts)
    if key not in _made:
        _made[key] = Exhibit(shown, now.language, _ROOT, seen, guess=guess, more=more, absent=absent).html()
    return _made[key].replace(_ROOT, now.root)


def chart(name: str, *, compare: tuple[str, ...] = ("",)) -> str:
    """What the run of a snippet measured, with the machine and the Python it was measured with; empty without a run.

    Args:
        name: the snippet's.
        compare: to draw it for each of these, which are as in `exhibit`, below one another.
    """
    return "".join(_chart_with(name, word, several=len(compare) > 1) for word in compare)


def _chart_with(name: str, word: str, *, several: bool) -> str:
    verdict = _verdict(name, word)
    if verdict is None:
        absent = labels.LABELS[now.language]["absent"].format(versions=sides(word)[1])
        return charts.figure([], absent, LABELS[now.language]) if word else ""
    key = (now.language, "chart", name, verdict.python, verdict.recording, several)
    if key not in _made:
        _made[key] = _chart(verdict, f" · Python {verdict.python.version}" if several else "")
    return _made[key]


def _chart(verdict: Verdict, beside: str) -> str:
    python, label = verdict.python, LABELS[now.language]
    machine = [python.processor, label["cpus"].format(count=python.cpus)]
    machine += [label["memory"].format(size=round(python.memory / 2**30))] if python.memory else []
    machine += [labels.PLATFORM_NAMES[verdict.recording.platform], f"Python {python.version}"]
    caption = label["chart dots"].format(machine=" · ".join(filter(None, machine)))
    return charts.figure(charts.blocks(verdict.recording), caption, label, beside)


def _verdict(name: str, word: str = "") -> Verdict | None:
    """The run of a snippet that is there to compare; None if no Python for it is here."""
    if (name, word) not in now.verdicts:
        python = now.site.python(name, word)
        if python is None:
            return None
        # built by something that does not run mkdocs-gen-files
        now.verdicts[name, word] = check(now.site.snippets[name], python, cached=True)
    return now.verdicts[name, word]


def ideas(group: str) -> str:
    """The pages of a group that the page being made lists: of each its title, a sentence, and its picture in small.

    Args:
        group: its name in `nav`.
    """
    pages = next(one.pages for one in now.site.groups if (one.page, one.name) == (now.page, group))
    written = now.site.pages[now.language]  # while a preview is written, it may lack some
    return ideas_list(_idea(page) for page in pages if page in written)


def _idea(page: str) -> Idea:
    matter = now.site.matter[now.site.docs / now.language / page]
    shown = {page_of(one): name for name, one in now.site.snippets.items() if not name.endswith("_mended")}
    chapter = page.removesuffix("index.md")  # one without a program of its own has the picture of its first
    name = next((shown[one] for one in [page, *now.site.order] if one in shown and one.startswith(chapter)), None)
    picture = Markup()
    if name and (verdict := _verdict(name)):
        picture = miniature(verdict.recording, verdict.outcome.names)
    return Idea(now.root + address(page), matter.title, matter.description, picture)


def playground() -> str:
    """A program of the reader's own, and those of the book to begin with; where Live was left out, a word on that."""
    if not now.live:
        return f"<p>{LABELS[now.language]['no live']}</p>"
    chapters: dict[str, list[str]] = {}
    for one in now.site.snippets.values():
        if not now.live.hinders(one, now.language):
            chapters.setdefault(LABELS[now.language].get(f"chapter {one.chapter}", one.chapter), []).append(one.name)
    return playground_figure(now.root, [*chapters.items()], LABELS[now.language])


def symptoms(kind: str) -> str:
    """What readers see that is of one kind, each with the page that explains it.

    Args:
        kind: as it stands in the heads of the pages.
    """
    return symptoms_list(
        Seen(now.root + address(page), symptom)
        for page in now.site.order
        for symptom in now.site.matter.get(now.site.docs / now.language / page, Matter()).symptoms
        if symptom.kind == kind
    )


def index(key: str) -> str:
    """What the pages are about, in the order of the alphabet, each with its pages.

    Args:
        key: of the heads of the pages, where it stands: `api`.
    """
    found: dict[str, list[Link]] = {}
    for page in now.site.order:
        head = now.site.matter.get(now.site.docs / now.language / page, Matter())
        for name in getattr(head, key):
            found.setdefault(name, []).append(Link(now.root + address(page), head.title))
    return index_list(sorted(found.items(), key=lambda item: (item[0].lower(), item[0])))


def seen() -> str:
    """The symptoms in the head of the page that is being made, as the end of its Markdown, for a search."""
    symptoms = now.site.matter.get(now.site.docs / now.language / now.page, Matter()).symptoms
    if not symptoms:
        return ""
    return "\n".join([f"## {LABELS[now.language]['seen']} {{ #seen }}", "", *(f"- {one.sees}" for one in symptoms)])
