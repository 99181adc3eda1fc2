"""Of each thing that people meet, ask or look for, `docs/answers.toml` says which page answers it: the pages do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from book import written
from tests.building import ROOT

KINDS = ("error", "question", "topic")
ANSWERS = {"pages": list, "none": str}


def wrong(answers: Path, site: written.Site) -> Iterator[str]:
    """What is wrong with a table of answers."""
    table: dict[str, Any] = tomllib.loads(answers.read_text(encoding="utf-8"))
    yield from (f"{key}: not one of unasked, {', '.join(KINDS)}" for key in table.keys() - {"unasked", *KINDS})
    named: set[str] = set()
    for kind in KINDS:
        texts: set[str] = set()
        for row in table.get(kind, []):
            text, given = row.get("text"), row.keys() - {"text"}
            if not isinstance(text, str) or not text.strip():
                yield f"{kind}: a row without text: {row}"
            elif text in texts:
                yield f"{kind}: {text}: is there twice"
            elif len(given) != 1 or not all(row[key] and isinstance(row[key], ANSWERS.get(key, ())) for key in given):
                yield f"{kind}: {text}: needs just one of {', '.join(ANSWERS)}"
            else:
                texts.add(text)
                named |= {page.partition("#")[0] for page in row.get("pages", [])}
                yield from (f"{kind}: {text}: {problem}" for problem in _row(kind, row, site))
    book = [page.removesuffix(".md") for page in site.order]
    unasked: list[str] = table.get("unasked", [])
    for page in book:
        if page not in ("symptoms", "which") and Path(page).name != "index" and page not in (named | set(unasked)):
            yield f"{page}: answers nothing; name it in a row, or in unasked"
    yield from (f"{page}: in unasked, but there is none, or a row names it" for page in {*unasked} - ({*book} - named))


def _row(kind: str, row: dict[str, Any], site: written.Site) -> Iterator[str]:
    for language, pages in site.pages.items():
        seen: list[list[str]] = []
        for page in row.get("pages", []):
            name, _, anchor = page.partition("#")
            path = f"{name}.md"
            if path not in pages or path not in site.order:
                yield f"{language} has no page {name}"
            elif anchor and anchor not in {part.anchor for part in pages[path] if part.kind == "heading"}:
                yield f"{language}: {name} has no heading #{anchor}"
            else:
                seen += [
                    code for one in site.matter[site.docs / language / path].symptoms for code in messages(one.sees)
                ]
        if kind == "error" and "pages" in row:
            for message in messages(row["text"]):
                if not any(within(message, code) or within(code, message) for code in seen):
                    yield f"{language}: no symptom of its pages has “{' '.join(message)}”"


def messages(text: str) -> list[list[str]]:
    """The words of what somebody copies from a terminal: of each piece of code that has three or more of them."""
    return [code for code in map(words, re.findall(r"`([^`]+)`", text)) if len(code) >= 3]


def words(message: str) -> list[str]:
    """What is the same whenever it is printed: without names in quotes, functions, numbers, addresses and `…`."""
    return re.findall(r"(?<!\w)[A-Za-z_][\w']*", re.sub(r"(?<!\w)'[^']*'(?!\w)|[\w.]+\(\)", " ", message))


def within(some: list[str], all_of_it: list[str]) -> bool:
    """Whether they stand in it, one after the other."""
    return any(all_of_it[start : start + len(some)] == some for start in range(len(all_of_it)))


def test_answers() -> None:
    site = written.Site(ROOT / "docs", ROOT / "snippets", ROOT / "mkdocs.yml")
    assert list(wrong(ROOT / "docs" / "answers.toml", site)) == []


TABLE = """\
unasked = ["pool/other"]

[[error]]
text = "`TypeError: f() lacks 'b', see pid 17 at 0x7f. And more.`, or `x`"
pages = ["pool/hang#why", "which"]

[[question]]
text = "Why does it hang?"
pages = ["pool/hang"]

[[topic]]
text = "Windows"
none = "only on Windows"
"""
PAGE = """\
---
symptoms:
  - {kind: error, sees: "`TypeError: greet() lacks 'name', see pid … at 0x…`, says the worker", why: It is, do: Wait}
---

# It hangs { #hang }

## Why { #why }
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with a small book, and a table of answers with which nothing is wrong."""
    names = ["index", "which", "pool/index", "pool/hang", "pool/other"]
    (tmp_path / "mkdocs.yml").write_text(f"nav: [{', '.join(f'{name}.md' for name in names)}]\n", encoding="utf-8")
    for name in names:
        for language in ("zh", "en"):
            path = tmp_path / "docs" / language / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE if name == "pool/hang" else "# A page { #page }\n", encoding="utf-8")
    (tmp_path / "answers.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def problems(folder: Path) -> list[str]:
    site = written.Site(folder / "docs", folder / "snippets", folder / "mkdocs.yml")
    return list(wrong(folder / "answers.toml", site))


def test_small(small: Path) -> None:
    assert problems(small) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("answers.toml", 'text = "Windows"\n', "", "topic: a row without text"),
        ("answers.toml", '"Windows"', '" "', "topic: a row without text"),
        ("answers.toml", '"only on Windows"', '""', "topic: Windows: needs just one of"),
        ("answers.toml", 'none = "only on Windows"', "", "topic: Windows: needs just one of"),
        ("answers.toml", 'none = "only on Windows"', 'pages = "pool/hang"', "topic: Windows: needs just one of"),
        ("answers.toml", "none =", 'pages = ["which"]\nnone =', "topic: Windows: needs just one of"),
        ("answers.toml", "none =", "because =", "topic: Windows: needs just one of"),
        ("answers.toml", "[[topic]]", '[[topic]]\ntext = "Windows"\nnone = "?"\n[[topic]]', "Windows: is there twice"),
        ("answers.toml", "[[topic]]", "[[subject]]", "subject: not one of"),
        ("answers.toml", '"which"', '"where"', "en has no page where"),
        ("answers.toml", "#why", "#how", "zh: pool/hang has no heading #how"),
        ("answers.toml", '"pool/other"', "", "pool/other: answers nothing"),
        ("answers.toml", '"which"', '"pool/other"', "pool/other: in unasked"),
        ("answers.toml", '"pool/other"', '"pool/other", "pool/gone"', "pool/gone: in unasked"),
        ("answers.toml", "lacks", "wants", "en: no symptom of its pages has “TypeError wants"),
        ("answers.toml", "TypeError", "ValueError", "zh: no symptom of its pages has “ValueError lacks"),
        ("docs/zh/pool/hang.md", "TypeError: ", "Error: ", "zh: no symptom of its pages has “TypeError lacks"),
        ("docs/en/pool/hang.md", "#why", "#how", "en: pool/hang has no heading #why"),
        ("mkdocs.yml", ", pool/hang.md", "", "zh has no page pool/hang"),
    ],
)
def test_broken(small: Path, file: str, old: str, new: str, problem: str) -> None:
    text = (small / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (small / file).write_text(text.replace(old, new), encoding="utf-8")
    assert [one for one in problems(small) if problem in one]


def test_page_in_one_language(small: Path) -> None:
    (small / "docs" / "zh" / "which.md").unlink()
    (found,) = problems(small)
    assert "zh has no page which" in found
