"""The front door: `mkdocs build --strict` on a small tree, as it should be and with each thing that can be wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import CONFIGS, ROOT, mkdocs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")

HELLO = """\
import os

with open("{journal}", "a") as journal:
    print(os.getpid(), file=journal)

pid = os.fork()
if pid == 0:
    print(f"child ({{os.getpid()}})")
else:
    os.waitpid(pid, 0)
    print(f"parent ({{os.getpid()}})")
"""
PROMISE = """\
parent: exit 0
  child: exit 0

child  | child ({child})
---
parent | parent ({parent})
"""
PAGE = """\
# Fork {{ #fork }}

## Hello {{ #hello }}

{exhibit}

[{text}](fork.md#hello) and [{text}](snippets/hello.md)
"""
EXHIBIT = '```python exec="1" html="1"\nfrom book.page import exhibit\nprint(exhibit("{name}"))\n```'


def edit(tree: Path, file: str, old: str, new: str) -> None:
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def both(tree: Path, file: str, old: str, new: str) -> None:
    for language in "zh", "en":
        edit(tree, f"docs/{language}/{file}", old, new)


def add(tree: Path, file: str, text: str) -> None:
    path = tree / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A site with one program, `hello`, that writes its PID to `journal` whenever it runs."""
    tree = tmp_path / "tree"
    (tree / "docs").mkdir(parents=True)
    for file in CONFIGS:
        shutil.copy(ROOT / file, tree)
    for folder in "witness", "book", "docs/theme", "docs/words.txt":
        (tree / folder).symlink_to(ROOT / folder)
    (tree / "snippets").mkdir()
    add(tree, "snippets/fork/hello.py", HELLO.format(journal=tmp_path / "journal"))
    add(tree, "snippets/fork/hello.promise", PROMISE)
    for language, text in {"zh": "你好", "en": "hello"}.items():
        for page in "index", "process", "pool":
            add(tree, f"docs/{language}/{page}.md", f"# {page} {{ #{page} }}\n\n{text}\n")
        add(tree, f"docs/{language}/fork.md", PAGE.format(exhibit=EXHIBIT.format(name="hello"), text=text))
    return tree


def build(tree: Path, config: str = "mkdocs.yml", **env: str) -> None:
    """Build a language of a tree in which nothing is wrong."""
    built = mkdocs(tree, config, tree / "site" / CONFIGS[config], vouched=True, **env)
    assert built.returncode == 0, built.stderr


def runs(tree: Path) -> int:
    """How often `hello` has run."""
    return len((tree.parent / "journal").read_text(encoding="utf-8").splitlines())


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
        if tag in ("meta", "link", "input", "img", "br", "hr"):
            return
        self.open.append(f"{tag}.{kind}")
        if "data-clipboard-text" in given:
            self.copied.append(given["data-clipboard-text"] or "")
        if tag == "code" and self.inside("div.highlight program"):
            self.code.append("")
        if kind.startswith("said") and self.inside("div.output"):
            self.output.append("")
        if kind.startswith("pid") and self.inside("div.output"):
            self.pids.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note an end."""
        while self.open and not self.open.pop().startswith(f"{tag}."):
            pass

    def handle_data(self, data: str) -> None:
        """Keep what stands in an exhibit; the names in the margin are no output."""
        if self.inside("div.highlight program") and self.inside("code."):
            self.code[-1] += data
        if self.inside("div.output") and self.inside("span.said") and not self.inside("i.who"):
            self.output[-1] += data
            if self.inside("b.pid"):
                self.pids[-1] += data

    def inside(self, start: str) -> bool:
        """Whether an element that begins so is open."""
        return any(element.startswith(start) for element in self.open)


# -- as it should be ---------------------------------------------------------------------------------------------------


def test_both_languages_show_the_same_run(tree: Path) -> None:
    build(tree)
    build(tree, "mkdocs.en.yml")
    [pid] = (tree.parent / "journal").read_text(encoding="utf-8").split()
    chinese, english = (Exhibits(tree / "site" / page) for page in ("fork/index.html", "en/fork/index.html"))
    child = re.sub(r"\D", "", chinese.output[0])
    assert chinese.output == english.output == [f"child ({child})", f"parent ({pid})"]
    assert chinese.pids == english.pids == [child, pid]
    assert Exhibits(tree / "site/snippets/hello/index.html").output == chinese.output


def test_what_did_not_change_does_not_run_again(tree: Path) -> None:
    build(tree)
    build(tree)
    assert runs(tree) == 1
    edit(tree, "snippets/fork/hello.py", "child (", "a child (")
    edit(tree, "snippets/fork/hello.promise", "| child (", "| a child (")
    build(tree)
    assert runs(tree) == 2
    assert Exhibits(tree / "site/fork/index.html").output[0].startswith("a child (")


def test_a_kept_run_is_held_to_the_promise_as_it_is_now(tree: Path) -> None:
    build(tree)
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")
    built = mkdocs(tree, "mkdocs.yml", tree / "site")
    assert runs(tree) == 1
    assert built.returncode != 0
    assert "hello: broken promise" in built.stderr


def test_a_run_that_broke_its_promise_is_not_kept(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")
    for _ in range(2):
        assert mkdocs(tree, "mkdocs.yml", tree / "site").returncode != 0
    assert runs(tree) == 2


def test_a_damaged_kept_run_is_run_again(tree: Path) -> None:
    build(tree)
    [kept] = (tree / ".witness").glob("hello-*.run")
    kept.write_bytes(kept.read_bytes()[:-20])
    build(tree)
    assert runs(tree) == 2


@pytest.mark.parametrize("config", CONFIGS)
def test_where_the_site_will_stand_is_said_in_full(tree: Path, config: str) -> None:
    build(tree, config, SITE_URL="https://example.org/book/", SITE_URL_EN="https://example.org/book/en/")
    page = (tree / "site" / CONFIGS[config] / "fork/index.html").read_text(encoding="utf-8")
    links = [dict(re.findall(r'([\w]+)="([^"]*)"', link)) for link in re.findall(r"<link ([^>]*)>", page)]
    assert [(link["hreflang"], link["href"]) for link in links if "hreflang" in link] == [
        ("zh", "https://example.org/book/fork/"),
        ("en", "https://example.org/book/en/fork/"),
    ]
    home = f"https://example.org/book/{f'{CONFIGS[config]}/'.lstrip('/')}"
    assert [link["href"] for link in links if link["rel"] == "canonical"] == [f"{home}fork/"]
    sitemap = (tree / "site" / CONFIGS[config] / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{home}snippets/hello/</loc>" in sitemap


def test_what_is_printed_stands_on_the_page_as_it_was_printed(tree: Path) -> None:
    printed = [
        "<script>alert(1)</script>",
        "</pre></figure><b>bold</b>",
        "{{ braces }} {% raw %} {0}",
        "# heading { #anchor }",
        "",
        "&amp; &lt; & &#10;",
        "    indented **bold** _it_ `code` [link](https://example.org)",
        "```",
        '!!! note "title"',
        r"\1 \g<0> $1 \n",
        "two  spaces, 中文，🐍, “quotes” 'single' \"double\"",
        "--8<-- 'mkdocs.yml'",
        "| a | b |",
        "---",
        "*[HTML]: nothing",
    ]
    source = f"lines = {json.dumps(printed, indent=4, ensure_ascii=False)}\n\nfor line in lines:\n    print(line)\n"
    promise = "main: exit 0\n\n" + "".join(f"main | {line.replace('{', '{{').replace('}', '}}')}\n" for line in printed)
    add(tree, "snippets/fork/odd.py", source)
    add(tree, "snippets/fork/odd.promise", promise)
    both(tree, "fork.md", "## Hello", f"## Odd {{ #odd }}\n\n{EXHIBIT.format(name='odd')}\n\n## Hello")
    build(tree)
    for page in "fork/index.html", "snippets/odd/index.html":
        shown = Exhibits(tree / "site" / page)
        assert shown.output[: len(printed)] == printed
        assert shown.code[0] == source
        assert shown.copied[0] == source
    assert len(shown.output) == len(printed)


# -- and what can be wrong ---------------------------------------------------------------------------------------------


def broken_promise(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")


def wrong_exit(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "child: exit 0", "child: exit 3")


def no_promise(tree: Path) -> None:
    (tree / "snippets/fork/hello.promise").unlink()


def bad_promise(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "child  |", "kid  |")


def no_snippet(tree: Path) -> None:
    add(tree, "snippets/fork/lost.promise", PROMISE)


def no_page(tree: Path) -> None:
    add(tree, "snippets/fork/unseen.py", "print()\n")
    add(tree, "snippets/fork/unseen.promise", "main: exit 0\n\nmain |\n")


def unknown_snippet(tree: Path) -> None:
    both(tree, "fork.md", 'exhibit("hello")', 'exhibit("helo")')


def same_name(tree: Path) -> None:
    add(tree, "snippets/pool/hello.py", "print()\n")
    add(tree, "snippets/pool/hello.promise", "main: exit 0\n\nmain |\n")


def reserved_name(tree: Path) -> None:
    (tree / "snippets/fork/hello.py").rename(tree / "snippets/fork/signal.py")
    (tree / "snippets/fork/hello.promise").rename(tree / "snippets/fork/signal.promise")
    both(tree, "fork.md", "hello", "signal")


def wrong_heading(tree: Path) -> None:
    both(tree, "fork.md", "{ #hello }", "{ #hallo }")
    both(tree, "fork.md", "fork.md#hello", "fork.md#hallo")


def no_anchor(tree: Path) -> None:
    both(tree, "pool.md", " { #pool }", "")


def one_language(tree: Path) -> None:
    add(tree, "docs/zh/extra.md", "# Extra { #extra }\n")


def other_language(tree: Path) -> None:
    add(tree, "docs/en/extra.md", "# Extra { #extra }\n")


def different_bones(tree: Path) -> None:
    edit(tree, "docs/en/fork.md", "[hello](fork.md#hello)", "hello")


def dead_link(tree: Path) -> None:
    both(tree, "fork.md", "(fork.md#hello)", "(frok.md#hello)")


def raw_link(tree: Path) -> None:
    both(tree, "fork.md", "(fork.md#hello)", '(fork.md#hello) <a href="nowhere/">there</a>')


def no_exhibit(tree: Path) -> None:
    both(tree, "fork.md", "print(exhibit(", "print(exhibt(")


def odd_comparison(tree: Path) -> None:
    both(tree, "fork.md", 'exhibit("hello")', 'exhibit("hello", compare=("fork", "frok"))')


def dead_anchor(tree: Path) -> None:
    both(tree, "fork.md", "(fork.md#hello)", "(fork.md#helo)")


def dead_download(tree: Path) -> None:
    both(tree, "fork.md", "(snippets/hello.md)", "(snippets/helo.py)")


def too_long(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.py", "pid = os.fork()", "import signal\nsignal.pause()\npid = os.fork()")
    edit(tree, "snippets/fork/hello.promise", "parent: exit 0", "timeout = 1\n\nparent: exit 0")


FAULTS: dict[Callable[[Path], None], list[str]] = {
    broken_promise: ["hello: broken promise", "mother", "docs/zh/fork.md:5"],
    wrong_exit: ["hello: broken promise", "child", "exit 3", "docs/zh/fork.md:5"],
    raw_link: ["docs/zh/fork.md:10: raw HTML (<a…)", "docs/en/fork.md:10: raw HTML (<a…)"],
    no_exhibit: ["docs/zh/fork.md:5: this fence runs, and is no exhibit", "hello.py: this snippet stands on no page"],
    odd_comparison: ["docs/zh/fork.md:5: nothing to compare: 'frok'"],
    no_promise: ["snippets/fork/hello.py: this snippet has no promise"],
    bad_promise: ["snippets/fork/hello.promise:4", "kid"],
    no_snippet: ["snippets/fork/lost.promise: this promise has no program"],
    no_page: ["snippets/fork/unseen.py: this snippet stands on no page"],
    unknown_snippet: ["docs/zh/fork.md:5: there is no snippet 'helo'", "docs/en/fork.md:5: there is no snippet 'helo'"],
    same_name: ["snippets/pool/hello.py: snippets/fork/hello.py has the same name"],
    reserved_name: ["snippets/fork/signal.py: signal cannot name a snippet"],
    wrong_heading: ["docs/zh/fork.md:5: the exhibit hello stands under #hallo"],
    no_anchor: ["docs/zh/pool.md:1: the heading “pool” has no anchor"],
    one_language: ["docs/zh/extra.md: this page has no counterpart; write docs/en/extra.md"],
    other_language: ["docs/en/extra.md: this page has no counterpart; write docs/zh/extra.md"],
    different_bones: ["docs/zh/fork.md:10: link fork.md#hello, but docs/en/fork.md:10: link snippets/hello.md"],
    dead_link: ["docs/zh/fork.md:10: a dead link: there is no frok.md", "docs/en/fork.md:10: a dead link"],
    dead_anchor: ["docs/zh/fork.md:10: a dead link: fork.md has no #helo", "docs/en/fork.md:10: a dead link"],
    dead_download: ["docs/zh/fork.md:10: a dead link: there is no snippets/helo.py"],
    too_long: ["hello: broken promise", "within 1 second", "docs/zh/fork.md:5"],
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_ends_the_build_with_one_readable_message(tree: Path, fault: Callable[[Path], None]) -> None:
    fault(tree)
    built = mkdocs(tree, "mkdocs.yml", tree / "site")
    said = built.stdout + built.stderr
    assert built.returncode != 0, said
    for text in FAULTS[fault]:
        assert said.count(text) == 1, f"{text!r} is {said.count(text)} times in:\n{said}"
    assert "Traceback" not in said
    assert not (tree / "site/fork").exists()


def test_a_program_that_outlives_its_time_is_ended(tree: Path) -> None:
    too_long(tree)
    assert mkdocs(tree, "mkdocs.yml", tree / "site").returncode != 0
    pid = int((tree.parent / "journal").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_everything_that_is_wrong_is_said_at_once(tree: Path) -> None:
    faults = [no_promise, dead_link, one_language, no_anchor]
    for fault in faults:
        fault(tree)
    said = mkdocs(tree, "mkdocs.yml", tree / "site").stderr
    assert [text for fault in faults for text in FAULTS[fault] if text not in said] == []


def test_a_fault_in_one_language_ends_the_build_of_the_other(tree: Path) -> None:
    edit(tree, "docs/zh/fork.md", "(fork.md#hello)", "(fork.md#helo)")
    built = mkdocs(tree, "mkdocs.en.yml", tree / "site/en")
    assert built.returncode != 0
    assert "docs/zh/fork.md:10: a dead link: fork.md has no #helo" in built.stderr
