"""What `witness/README.md` shows is what happens: its files, its commands, their outputs."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.reuse.elsewhere import EXAMPLES, ROOT, Elsewhere

README = (ROOT / "witness/README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, text) for _, kind, text in FENCE.findall(README)]
MACHINERY = re.compile(r"\[.*\] \d+ (forkserver|resource_tracker).*\n")
"""What multiprocessing starts for itself under other start methods than fork."""


def alike(text: str) -> str:
    """A text without what differs from one run to the next: PIDs, times, versions."""
    return re.sub(r" *\d+(\.\d+)*", " N", MACHINERY.sub("", text))


def test_files_are_those_of_the_examples() -> None:
    files = [path.read_text(encoding="utf-8") for path in EXAMPLES.rglob("*") if path.is_file()]
    shown = [text for kind, text in BLOCKS if kind not in ("console", "sh")]
    assert len(shown) == 4
    for text in shown:
        assert any(text in file for file in files), text


def test_example_has_the_promised_length() -> None:
    directive = (EXAMPLES / "sphinx/conf.py").read_text(encoding="utf-8").partition("class Exhibit")[2]
    assert sum(bool(line.strip()) for line in directive.partition("def setup")[0].splitlines()) <= 15


@pytest.mark.xdist_group("wheel")
def test_commands(elsewhere: Elsewhere) -> None:
    shutil.copytree(EXAMPLES / "pytest/programs", elsewhere.folder / "readme")
    done: list[tuple[str, str]] = []
    for text in (text for kind, text in BLOCKS if kind == "console"):
        *quiet, last = re.findall(r"^\$ (.*)\n", text, re.MULTILINE)
        for command in quiet:
            assert elsewhere.run("readme", command) == (0, "")
        _, output = elsewhere.run("readme", last)
        done.append((text, "".join(f"$ {command}\n" for command in (*quiet, last)) + output))
    for shown, real in done:
        assert alike(shown) == alike(real), f"in witness/README.md, write:\n{real}"


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https:)([^)#]+)", README)
    assert targets
    for target in targets:
        assert (ROOT / "witness" / target).exists()
