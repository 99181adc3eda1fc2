"""What many runs have shown, on the page; and what a build says where it is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import edit, mkdocs, show
from tests.programs import POOL, POOL_PROMISE
from witness.check import evidence
from witness.commands import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are watched on Linux or macOS")


@pytest.fixture(autouse=True)
def _there(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are called in the site."""
    monkeypatch.chdir(tree)


def gather(*words: str) -> None:
    """Gather evidence."""
    assert main(["evidence", *words, "--python", sys.executable]) == 0


def build(tree: Path) -> str:
    """Build the Chinese site with the evidence that is there; return the page of the chapter."""
    built = mkdocs(tree, "zh", tree / "site", vouched=False)
    assert built.returncode == 0, built.stderr
    return (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")


def test_the_page_says_what_was_seen(tree: Path) -> None:
    gather("--runs", "8")
    page = build(tree)
    minor = f"3.{sys.version_info[1]}"
    assert f"✓ {minor} · " in page
    assert "10 次运行，输出的顺序都相同" in page
    assert "8 次里 8 次" in page


def test_workers_in_a_row_are_told_by_their_numbers(tree: Path) -> None:
    show(tree, "tasks", POOL, POOL_PROMISE)
    gather("--runs", "8")
    build(tree)
    page = re.sub(r"<[^>]*>", "", (tree / "site/fork/tasks/index.html").read_text(encoding="utf-8"))
    assert re.search(r"^worker 1 2( [12])*", page, re.MULTILINE)


def test_a_change_without_evidence_ends_the_build(tree: Path) -> None:
    gather("--runs", "1")
    build(tree)
    edit(tree, "snippets/fork/hello.promise", "---\n", "---\n---\n")
    built = mkdocs(tree, "zh", tree / "site", vouched=False)
    assert built.returncode != 0
    assert "snippets/fork/hello.py: what the promise says has changed since there was evidence" in built.stderr
    assert "-m witness evidence hello`" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_writer_sees_the_page_without_evidence(tree: Path) -> None:
    """As `nox -s serve` does, which is not strict."""
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", "mkdocs.yml", "--site-dir", tree / "site"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "there is no evidence" in built.stderr
    page = (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")
    assert "改动之后还没有多次运行过" in page
    assert "✓" not in page


def test_evidence_from_elsewhere_counts(tree: Path) -> None:
    gather("--runs", "1")
    own = evidence.path(sys.platform, tree / "evidence")
    own.rename(evidence.path("darwin" if sys.platform == "linux" else "linux", tree / "evidence"))
    page = build(tree)
    assert (" · macOS" if sys.platform == "linux" else " · Linux") in page


def test_a_damaged_file_is_said(tree: Path) -> None:
    evidence.path(sys.platform).parent.mkdir()
    evidence.path(sys.platform).write_text("<<<<<<< HEAD", encoding="utf-8")
    built = mkdocs(tree, "zh", tree / "site", vouched=False)
    assert built.returncode != 0
    assert f"{evidence.path(sys.platform)}: this is no evidence" in built.stderr
    assert "Traceback" not in built.stderr
