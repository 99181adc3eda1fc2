"""Pages in two languages have the same outline, and what they point to is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from book import gates, outline, written

PAGE = """\
---
title: Fork
---

# Fork { #fork }

See [the manual](https://docs.python.org/3/library/os.html#os.fork) and [the zombie](#zombie).

## A zombie { #zombie }

```python exec="1" html="1"
from book.page import exhibit
print(exhibit("zombie"))
```

!!! note "A note"
    Text with `code [no](link)`.

| a | b |
|---|---|
| 1 | [pool](../pool.md#pool) |

```python {fragment="yes"}
os.fork()
```

## Remember { #fork-remember }

- [start](../index.md)
- [file](../snippets/zombie.py)
"""
TITLES = {
    "Fork": "进程",
    "A zombie": "僵尸进程",
    "Remember": "小结",
    "A note": "注意",
    "See": "参见",
    "the zombie": "僵尸",
}


class Site:
    """The pages of a site in two languages, and its one snippet."""

    def __init__(self, docs: Path) -> None:
        """Write pages with which nothing is wrong."""
        self.docs = docs
        for language in outline.LANGUAGES:
            (docs / language / "fork").mkdir(parents=True)
            self.write(f"{language}/index.md", "# Start { #start }\n\n[fork](fork/zombie.md#zombie)\n")
            self.write(f"{language}/pool.md", "# Pool { #pool }\n")
            self.write(f"{language}/fork/zombie.md", PAGE)
        chinese = PAGE.replace("docs.python.org/3/", "docs.python.org/zh-cn/3/")
        for english, word in TITLES.items():
            chinese = chinese.replace(english, word)
        self.write("zh/fork/zombie.md", chinese)
        self.settings = docs.parent / "mkdocs.yml"
        self.settings.write_text("nav: [index.md, pool.md, fork/zombie.md]\n", encoding="utf-8")
        self.programs = docs.parent / "snippets"
        (self.programs / "fork").mkdir(parents=True)
        self.add("zombie")

    def add(self, name: str) -> Path:
        """Write a program."""
        path = self.programs / "fork" / f"{name}.py"
        path.touch()
        return path

    def write(self, page: str, text: str) -> None:
        """Write a page."""
        (self.docs / page).write_text(text, encoding="utf-8")

    def edit(self, page: str, old: str, new: str) -> int:
        """Change what is there once in a page; return its line."""
        text = (self.docs / page).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(page, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def check(self) -> list[str]:
        """What is wrong."""
        site = written.Site(self.docs, self.programs, self.settings)
        return [wrong for gate in (gates.outlines, gates.pages, gates.links, gates.unshown) for wrong in gate(site)]

    def problem(self) -> str:
        """The one thing that is wrong."""
        (problem,) = self.check()
        return problem


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "docs")


def test_same_outline(site: Site) -> None:
    assert site.check() == []


def test_words_are_free(site: Site) -> None:
    site.edit("en/fork/zombie.md", "- [start]", "A sentence.\n\nAnother *sentence*.\n\n- [begin here]")
    assert site.check() == []


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_page_in_one_language(site: Site, language: str, other: str) -> None:
    site.write(f"{language}/more.md", "# More { #more }\n")
    assert site.problem().startswith(f"{site.docs / language / 'more.md'}:")
    assert str(site.docs / other / "more.md") in site.problem()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("{ #fork-remember }", "{ #fork-remembered }", id="anchor"),
        pytest.param("\n# ", "\n## ", id="level of a heading"),
        pytest.param("os.fork()\n", "os.fork() == 0\n", id="code of a fence"),
        pytest.param('```python {fragment="yes"}', "```python", id="info of a fence"),
        pytest.param('```python {fragment="yes"}\nos.fork()\n```\n', "", id="missing fence"),
        pytest.param("!!! note", "!!! warning", id="kind of an admonition"),
        pytest.param("!!! note", "Note:", id="missing admonition"),
        pytest.param("| 1 |", "| 2 |\n| 1 |", id="rows of a table"),
        pytest.param("| 1 | [pool](../pool.md#pool) |", "| 1 | [pool](../pool.md#pool) | 2 |", id="columns of a table"),
        pytest.param("[pool](../pool.md#pool)", "[pool](../pool.md)", id="target of a link"),
        pytest.param("os.html#os.fork", "os.html#os.wait", id="target of a link outside"),
        pytest.param("[pool](../pool.md#pool)", "pool", id="missing link"),
        pytest.param(
            "- [start](../index.md)\n- [file](../snippets/zombie.py)",
            "- [file](../snippets/zombie.py)\n- [start](../index.md)",
            id="order",
        ),
        pytest.param("- [file](../snippets/zombie.py)\n", "", id="end"),
        pytest.param(
            "- [file](../snippets/zombie.py)\n", "- [file](../snippets/zombie.py)\n\n## More { #more }\n", id="more"
        ),
    ],
)
def test_difference(site: Site, language: str, old: str, new: str) -> None:
    site.edit(f"{language}/fork/zombie.md", old, new)
    problem = site.problem()
    assert problem.startswith(f"{site.docs / 'zh/fork/zombie.md'}:")
    assert f"{site.docs / 'en/fork/zombie.md'}:" in problem


def test_difference_tells_both_places(site: Site) -> None:
    line = site.edit("en/fork/zombie.md", "!!! note", "\n!!! warning") + 1
    problem = site.problem()
    assert f"{site.docs / 'zh/fork/zombie.md'}:{line - 1}: admonition note" in problem
    assert f"{site.docs / 'en/fork/zombie.md'}:{line}: admonition warning" in problem


def test_one_difference_is_one_problem(site: Site) -> None:
    site.edit("en/fork/zombie.md", "!!! note", "!!! warning")
    site.edit("en/fork/zombie.md", "os.fork()\n", "os.wait()\n")
    assert len(site.check()) == 1


def fault(site: Site, old: str, new: str) -> list[str]:
    """What is said of the same fault in both languages: the same, each with its page and line."""
    lines = {language: site.edit(f"{language}/fork/zombie.md", old, new) for language in outline.LANGUAGES}
    problems = site.check()
    assert len(problems) == len(outline.LANGUAGES)
    texts = []
    for problem, (language, line) in zip(problems, lines.items(), strict=True):
        place = f"{site.docs / language / 'fork/zombie.md'}:{line}: "
        assert problem.startswith(place)
        texts.append(problem.removeprefix(place))
    return texts


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("[pool](../pool.md#pool)", "[pool](../poll.md)", "poll.md", id="dead link"),
        pytest.param("[pool](../pool.md#pool)", "[pool](../pool.md#poll)", "#poll", id="dead anchor"),
        pytest.param("(#zombie)", "(#zombi)", "#zombi", id="dead anchor in the page"),
        pytest.param("(../snippets/zombie.py)", "(snippets/zombies.md)", "zombies.md", id="dead link to a snippet"),
        pytest.param("(../index.md)", "(../../index.md#x)", "#x", id="dead anchor by another way"),
        pytest.param(" { #fork-remember }", " { #zombie }", "#zombie", id="anchor twice"),
    ],
)
def test_fault(site: Site, old: str, new: str, said: str) -> None:
    assert all(said in text for text in fault(site, old, new))


def test_heading_without_anchor(site: Site) -> None:
    chinese, english = fault(site, " { #fork-remember }", "")
    assert "小结" in chinese
    assert "Remember" in english


def test_unknown_snippet(site: Site) -> None:
    for language in outline.LANGUAGES:
        text = (site.docs / language / "fork/zombie.md").read_text(encoding="utf-8")
        start = text.index("```python exec")
        exhibit = text[start : text.index("```\n", start + 3) + 4]
        site.edit(
            f"{language}/fork/zombie.md", "os.fork()\n```\n", "os.fork()\n```\n\n" + exhibit.replace("zombie", "zombi")
        )
    chinese, english = site.check()
    line = PAGE[: PAGE.index("os.fork()\n")].count("\n") + 4
    assert chinese.startswith(f"{site.docs / 'zh/fork/zombie.md'}:{line}: ")
    assert english.startswith(f"{site.docs / 'en/fork/zombie.md'}:{line}: ")
    assert "'zombi'" in chinese
    assert "zombie" in chinese


def test_exhibit_under_another_heading(site: Site) -> None:
    for language in outline.LANGUAGES:
        site.edit(f"{language}/fork/zombie.md", "{ #zombie }", "{ #undead }")
        site.edit(f"{language}/fork/zombie.md", "(#zombie)", "(#undead)")
        site.edit(f"{language}/index.md", "#zombie", "#undead")
    problems = site.check()
    line = PAGE[: PAGE.index("```python exec")].count("\n") + 1
    assert [problem.split(": ")[0] for problem in problems] == [
        f"{site.docs / lang / 'fork/zombie.md'}:{line}" for lang in outline.LANGUAGES
    ]
    assert all("#undead" in problem and "zombie" in problem for problem in problems)


def test_snippet_on_no_page(site: Site) -> None:
    orphan = site.add("orphan")
    assert site.problem().startswith(f"{orphan}: ")


def test_exhibit_in_one_language(site: Site) -> None:
    exhibit = PAGE[PAGE.index("```python exec") : PAGE.index("!!! note")]
    site.edit("zh/fork/zombie.md", exhibit, "")
    assert any(
        f"{site.docs / 'en/fork/zombie.md'}:" in problem and "exhibit zombie" in problem for problem in site.check()
    )


@pytest.mark.parametrize(
    "text",
    [
        "```\n# no heading\n| no | table |\n[no](nowhere.md)\n!!! no\n```\n",
        "````\n```\n# no heading\n```\n[no](nowhere.md)\n````\n",
        "    ```\n    # no heading\n    [no](nowhere.md)\n    ```\n",
        "~~~\n# no heading\n[no](nowhere.md)\n~~~\n",
    ],
)
def test_code_hides(site: Site, text: str) -> None:
    for language in outline.LANGUAGES:
        site.edit(f"{language}/pool.md", "# Pool { #pool }\n", f"# Pool {{ #pool }}\n\n{text}")
    assert site.check() == []
    site.edit("en/pool.md", "# no heading", "## no heading")
    assert "pool.md:3: fence" in site.problem()


def test_code_in_a_line_hides(site: Site) -> None:
    site.edit("en/fork/zombie.md", "`code [no](link)`", "`other [no](nowhere.md)`")
    assert site.check() == []


@pytest.mark.parametrize("ending", ["", "\n", "\n\nText.\n"])
def test_table_at_the_end(tmp_path: Path, ending: str) -> None:
    page = tmp_path / "page.md"
    page.write_text("# T { #t }\n\n| a | b |\n|---|---|\n| 1 | 2 |" + ending, encoding="utf-8")
    assert [(part.line, part.kind, part.value) for part in outline.read(page)] == [
        (1, "heading", "# t"),
        (3, "table", "3 rows, 2 columns"),
    ]


def test_outline_of_a_page(site: Site) -> None:
    kinds = [part.kind for part in outline.read(site.docs / "en" / "fork/zombie.md")]
    words = "heading link link heading exhibit fence admonition link table fence heading link link"
    assert kinds == words.split()
