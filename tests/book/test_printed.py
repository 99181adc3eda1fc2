"""What a program prints stands on its page, and is neither obeyed nor lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.building import Exhibits, build, show

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")


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
    show(tree, "odd", source, promise)
    build(tree)
    shown = Exhibits(tree / "site/fork/odd/index.html")
    assert shown.output == printed
    assert shown.code == [source]
    assert shown.copied == [source]


PRINTED = {
    "\x1b[31mred\x1b[0m": "␛[31mred␛[0m",
    "nul \x00 bell \x07 feed \x0c stash \x02wzxhzdk:0\x03": "nul ␀ bell ␇ feed ␌ stash ␂wzxhzdk:0␃",
    "once\rtwice": "once␍twice",
    "\u202egnihton\u202c \u2066\u2069\u200f": "⟨U+202E⟩gnihton⟨U+202C⟩ ⟨U+2066⟩⟨U+2069⟩⟨U+200F⟩",
    "next \x85 line": "next ⟨U+0085⟩ line",
    "tab\there": "tab\there",
    "e\u0301 👩\u200d👧 \u05d0": "e\u0301 👩\u200d👧 \u05d0",
    "</script><script>document.title = 'theirs'</script>": "</script><script>document.title = 'theirs'</script>",
    "{% raw %}{{ 7 * 7 }}{% endraw %}": "{% raw %}{{ 7 * 7 }}{% endraw %}",
    "x" * 10_000: "x" * 10_000,
}


def test_what_would_be_obeyed_is_shown(tree: Path) -> None:
    lines = "".join(f"    {line!a},\n" for line in [*PRINTED][:-1])
    source = f"lines = [\n{lines}    'x' * 10_000,\n]\n\nfor line in lines:\n    print(line)\nprint('end')\n"
    show(tree, "odd", source, "main: exit 0\n\n" + "main | {*}\n" * len(PRINTED) + "main | end\n")
    build(tree)
    page = tree / "site/fork/odd/index.html"
    assert Exhibits(page).output[: len(PRINTED)] == list(PRINTED.values())
    assert "theirs'</script>" not in page.read_text(encoding="utf-8")
    trace = json.loads((tree / "site/snippets/odd.trace.json").read_text(encoding="utf-8"))
    assert "".join(
        event["args"].get("text", "") for event in trace["traceEvents"] if event["name"] == "write"
    ) == "".join(f"{line}\n" for line in [*PRINTED, "end"])
