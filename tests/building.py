"""A small site with one program, built as `nox -s docs` builds the real one, and what its pages show."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

from book import sites
from witness import snippet
from witness.check import counts, evidence
from witness.errors import Mistake

ROOT = Path(__file__).parents[1]
HELLO = """\
import os

with open("../../../journal", "a") as journal:
    print(os.getpid(), file=journal)

pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()})")
else:
    os.waitpid(pid, 0)
    print(f"parent ({os.getpid()})")
"""
PROMISE = """\
parent: exit 0
  child: exit 0

child  | child ({child})
---
parent | parent ({parent})
"""
PAGE = """\
---
title: {name}
description: About {name}.
---

# {name} {{ #{name} }}

{exhibit}

[{text}](index.md#begin) and [{text}](../snippets/{name}.py)
"""
CALL = '```python exec="1" html="1"\nfrom book.page import {what}\nprint({what}("{name}"))\n```'
LIST = "# {name} {{ #{name} }}\n\n{text}\n\n## List {{ #{group} }}\n\n{call}\n"
MATTER = "---\ntitle: {name}\ndescription: About {name}.\n---\n\n"
NAV = """\
nav:
  - index.md
  - fork:
      - fork/index.md
      - begin: [fork/hello.md]
  - process.md
  - pool.md
  - snippets/index.md
"""
TEXT = {"zh": "你好", "en": "hello"}


def edit(tree: Path, file: str, old: str, new: str) -> None:
    """Change what is there in a file."""
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def both(tree: Path, file: str, old: str, new: str) -> None:
    """Change what is there in a page, in both languages."""
    for language in sites.SITES:
        edit(tree, f"docs/{language}/{file}", old, new)


def add(tree: Path, file: str, text: str) -> None:
    """Write a file, in a folder that may be new."""
    path = tree / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def show(tree: Path, name: str, program: str, promise: str) -> None:
    """Put a program on a page of its own."""
    add(tree, f"snippets/fork/{name}.py", program)
    add(tree, f"snippets/fork/{name}.promise", promise)
    for language, text in TEXT.items():
        page = PAGE.format(name=name, exhibit=CALL.format(what="exhibit", name=name), text=text)
        add(tree, f"docs/{language}/fork/{name}.md", page)
    if name != "hello":
        edit(tree, "mkdocs.yml", "[fork/hello.md", f"[fork/hello.md, fork/{name}.md")


def plant(tree: Path) -> None:
    """Make a site with one program, `hello`, that writes its PID to `journal` beside `tree` whenever it runs."""
    (tree / "docs").mkdir(parents=True)
    for file in sites.SITES.values():
        shutil.copy(ROOT / file, tree)
    settings = (tree / "mkdocs.yml").read_text(encoding="utf-8")
    add(tree, "mkdocs.yml", re.sub(r"^nav:\n(?:[ ].*\n)+", NAV, settings, flags=re.MULTILINE))
    for folder in "witness", "book", "docs/theme":
        (tree / folder).symlink_to(ROOT / folder)
    (tree / "snippets").mkdir()
    show(tree, "hello", HELLO, PROMISE)  # which runs in its own folder
    for language, text in TEXT.items():
        for page in "process", "pool":
            add(tree, f"docs/{language}/{page}.md", f"{MATTER.format(name=page)}# {page} {{ #{page} }}\n\n{text}\n")
        for page, name, group in ("index", "index", "chapters"), ("fork/index", "fork", "begin"):
            listed = LIST.format(name=name, text=text, group=group, call=CALL.format(what="ideas", name=group))
            add(tree, f"docs/{language}/{page}.md", MATTER.format(name=name) + listed)


def runs(tree: Path) -> int:
    """How often `hello` has run."""
    journal = tree.parent / "journal"
    return len(journal.read_text(encoding="utf-8").splitlines()) if journal.exists() else 0


def vouch(tree: Path) -> None:
    """Give each snippet of a small tree evidence, without the many runs."""
    with contextlib.suppress(Mistake):
        seen = {"": counts.Tally(1, 1)}
        for one in snippet.find(tree / "snippets").values():
            with contextlib.suppress(Mistake):
                if not evidence.lack(one, tree / evidence.FOLDER):
                    continue  # or it would add up
                orders = (counts.Order(tuple(one.promise.cast), seen, seen),)
                about = counts.Evidence(*counts.digests(one), "2026-01-01", ("3.11.0",), seen, orders, 0, seen)
                evidence.save(sys.platform, {one.name: about}, tree / evidence.FOLDER)


def lucky(tree: Path, name: str = "hello") -> None:
    """Give a snippet evidence of two orders in which its processes spoke."""
    one, seen = snippet.find(tree / "snippets")[name], {"": counts.Tally(1, 1)}
    orders = tuple(counts.Order(said, seen, seen) for said in (("child", "parent"), ("parent", "child")))
    both = {"": counts.Tally(2, 2)}
    about = counts.Evidence(*counts.digests(one), "2026-01-01", ("3.11.0",), both, orders, 0, both)
    evidence.save(sys.platform, {name: about}, tree / evidence.FOLDER)


def mkdocs(
    tree: Path, language: str, site: Path, *, vouched: bool = True, url: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build one language of the site in `tree` into its folder of `site`, as `nox -s docs` does."""
    if vouched and tree != ROOT:
        vouch(tree)
    search = {} if tree == ROOT else sites.QUICK
    return subprocess.run(
        [sys.executable, *sites.building(language, site)],
        cwd=tree,
        env=os.environ | sites.environment(url) | search | dict(env or {}),
        capture_output=True,
        text=True,
        errors="backslashreplace",  # a locale may know no word for the folder
        check=False,
    )


def build(tree: Path, language: str = "zh", *, url: str = "", **env: str) -> None:
    """Build a language of a tree in which nothing is wrong into `tree/site`."""
    built = mkdocs(tree, language, tree / "site", url=url, env=env)
    assert built.returncode == 0, built.stderr


class Exhibits(HTMLParser):
    """The code, the output line by line, and what the button copies, of each exhibit of a page."""

    def __init__(self, page: Path) -> None:
        """Read a page."""
        super().__init__()
        self.open: list[str] = []
        self.code: list[str] = []
        self.copied: list[str] = []
        self.output: list[str] = []
        self.pids: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start."""
        given = dict(attrs)
        kind = given.get("class") or ""
        if tag in ("meta", "link", "input", "img", "br", "hr", "wbr"):
            return
        self.open.append(f"{tag}.{kind}")
        if "data-clipboard-text" in given:
            self.copied.append(given["data-clipboard-text"] or "")
        if tag == "code" and self.inside("div.program"):
            self.code.append("")
        if tag == "code" and self.inside("li.says"):
            self.output.append("")
        if kind.startswith("pid") and self.inside("li.says"):
            self.pids.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note an end."""
        while self.open and not self.open.pop().startswith(f"{tag}."):
            pass

    def handle_data(self, data: str) -> None:
        """Keep what stands in an exhibit; of what happened, what was printed."""
        if self.inside("div.program") and self.inside("code."):
            self.code[-1] += data
        if self.inside("li.says") and self.inside("code."):
            self.output[-1] += data
            if self.inside("b.pid"):
                self.pids[-1] += data

    def inside(self, start: str) -> bool:
        """Whether an element that begins so is open."""
        return any(element.startswith(start) for element in self.open)
