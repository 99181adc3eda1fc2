"""The front door: `mkdocs build --strict` on a small tree: what is built of it, and that a fault ends it."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

import pytest

from book import sites
from tests.building import Exhibits, both, build, edit, mkdocs, show

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")


def test_both_languages_show_the_same_run(tree: Path) -> None:
    build(tree)
    build(tree, "en")
    [pid] = (tree.parent / "journal").read_text(encoding="utf-8").split()
    chinese, english = (
        Exhibits(tree / "site" / page) for page in ("fork/hello/index.html", "en/fork/hello/index.html")
    )
    child = re.sub(r"\D", "", chinese.output[0])
    assert chinese.output == english.output == [f"child ({child})", f"parent ({pid})"]
    assert chinese.pids == english.pids == [child, pid]


@pytest.mark.parametrize("language", sites.SITES)
def test_where_the_site_will_stand_is_said_in_full(tree: Path, language: str) -> None:
    build(tree, language, url="https://example.org/book/")
    page = (tree / "site" / sites.INSIDE[language] / "fork/index.html").read_text(encoding="utf-8")
    links = [dict(re.findall(r'([\w]+)="([^"]*)"', link)) for link in re.findall(r"<link ([^>]*)>", page)]
    assert [(link["hreflang"], link["href"]) for link in links if "hreflang" in link] == [
        ("zh", "https://example.org/book/fork/"),
        ("en", "https://example.org/book/en/fork/"),
    ]
    home = f"https://example.org/book/{f'{sites.INSIDE[language]}/'.lstrip('/')}"
    assert [link["href"] for link in links if link["rel"] == "canonical"] == [f"{home}fork/"]
    sitemap = (tree / "site" / sites.INSIDE[language] / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{home}fork/hello/</loc>" in sitemap


@pytest.mark.parametrize("language", sites.SITES)
def test_where_a_page_was_leads_to_it(tree: Path, language: str) -> None:
    both(tree, "fork/hello.md", "title: hello\n", 'title: "<hello> & more"\nwas: [process/old/hello.md, bye.md]\n')
    build(tree, language, url="https://example.org/book/", SEARCH="yes")
    site = tree / "site" / sites.INSIDE[language]
    for old, new in ("process/old/hello/", "../../../fork/hello/"), ("bye/", "../fork/hello/"):
        page = (site / old / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'(?:href="|url=)([^"]*)', page) == [new] * 3
        assert f'<html lang="{language}">' in page
        assert f'<p><a href="{new}">&lt;hello&gt; &amp; more</a>' in page
        for listed in "sitemap.xml", "search/search_index.json":
            text = (site / listed).read_text(encoding="utf-8")
            assert "fork/hello/" in text
            assert old not in text


TITLES = ["say “hi”", 'say "hi"', "a | b", "it's `a|b` & more", "title: yes # no", r"C:\new", "[3.14] and then", "50 %"]


def test_a_heading_is_a_heading_wherever_it_stands(tree: Path) -> None:
    for number, title in enumerate(TITLES):
        show(tree, f"odd{number}", f"print({number})\n", f"main: exit 0\n\nmain | {number}\n")
        both(tree, f"fork/odd{number}.md", f"# odd{number} ", f"# {title} ")
        both(tree, f"fork/odd{number}.md", f"title: odd{number}\n", f"title: {json.dumps(title)}\n")
    build(tree)
    catalogue = (tree / "site/snippets/index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*</tr>", catalogue, re.DOTALL)
    assert len(rows) == len(TITLES) + 1
    found = {
        re.sub("<.*?>", "", html.unescape(name)): html.unescape(re.sub("<[^>]*>", "", title)) for name, title, _ in rows
    }
    for number, title in enumerate(TITLES):
        plain = title.replace("`", "")
        assert found[f"odd{number}.py"] == plain
        page = (tree / f"site/fork/odd{number}/index.html").read_text(encoding="utf-8")
        [named] = re.findall(r"<title>(.*?) - ", page)
        assert html.unescape(named) == title
        chapter = (tree / "site/fork/index.html").read_text(encoding="utf-8")
        assert f"<b>{html.escape(title)}</b>" in chapter.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


@pytest.mark.parametrize("file", ["docs/zh/fork/hello.md", "snippets/fork/hello.promise"])
def test_a_fault_ends_the_build_with_one_readable_message(tree: Path, file: str) -> None:
    edit(
        tree,
        file,
        "hello.py)" if file.endswith(".md") else "| parent (",
        "helo.py)" if file.endswith(".md") else "| mother (",
    )
    built = mkdocs(tree, "en", tree / "site")  # whichever language is built, both are held to the gates
    said = built.stdout + built.stderr
    assert built.returncode != 0
    assert said.count("docs/zh/fork/hello.md:13: a dead link" if file.endswith(".md") else "hello: broken promise") == 1
    assert "Traceback" not in said
    assert not (tree / "site/en/fork").exists()
