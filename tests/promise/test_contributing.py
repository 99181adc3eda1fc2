"""Every example of the language in CONTRIBUTING is one, and both languages show the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from witness.promise import reader

ROOT = Path(__file__).parents[2]
SECTIONS = {
    "CONTRIBUTING.md": ("## The promise\n", "\n## When a promise"),
    "CONTRIBUTING.zh.md": ("## 承诺\n", "\n## 承诺没有守住时"),
}
CAST = "".join(
    f"{line}: exit 0\n"
    for line in ("main", "  parent", "    child", "      orphan", "  producer", "  consumer", "  echo", "  worker * 4")
)


def examples(name: str) -> tuple[list[str], list[str]]:
    """The examples in blocks, and the first column of its tables."""
    begin, end = SECTIONS[name]
    _, _, text = (ROOT / name).read_text(encoding="utf-8").partition(begin)
    section, found, _ = text.partition(end)
    assert found
    cells = re.findall(r"^\| (`.*?) \| ", section, re.MULTILINE)
    codes = [code.replace(r"\|", "|") for cell in cells for code in re.findall("`([^`]+)`", cell)]
    return re.findall(r"```\n(.*?)```", section, re.DOTALL), codes


@pytest.mark.parametrize("name", SECTIONS)
def test_examples_can_be_read(name: str) -> None:
    blocks, codes = examples(name)
    assert len(blocks) > 10
    for block in blocks:
        whole = re.search(r"^\w+: ", block, re.MULTILINE)
        reader.parse(ROOT / name, block if whole else CAST + block)
    for code in codes:
        if code.startswith("{"):
            script = f"each n in 0..3\n  worker[n] | {{early: 0..9}} {code}\n" if code not in ("{{", "}}") else ""
            reader.parse(ROOT / name, CAST + script)
        elif code.startswith("["):
            reader.parse(ROOT / name, f"{CAST}{code} main | a\n")
        elif code.startswith("each "):
            reader.parse(ROOT / name, f"{CAST}{code}\n  main | {{n}}\n")
        elif " = " in code:
            reader.parse(ROOT / name, f"{code}\n{CAST}")
        else:
            assert code == "}}"


def test_both_languages_show_the_same() -> None:
    english, chinese = map(examples, SECTIONS)
    assert english == chinese
