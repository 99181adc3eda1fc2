"""`nox -s docs -- --runs N` keeps several runs of a snippet whose order is luck."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT, Exhibits, build, edit, lucky, mkdocs, runs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")


def test_each_run_is_a_real_one_and_both_languages_have_it(tree: Path) -> None:
    lucky(tree)
    for language in "zh", "en":
        build(tree, language, RUNS="3")
    assert runs(tree) == 3
    pids = set((tree.parent / "journal").read_text(encoding="utf-8").split())
    for place in "", "en/":
        files = [tree / f"site/{place}snippets/hello.{number}.html" for number in (1, 2)]
        files.append(tree / f"site/{place}fork/hello/index.html")
        shown = [re.sub(r"\D", "", Exhibits(file).output[1]) for file in files]
        assert set(shown) == pids
    page = (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")
    assert 'data-runs="../../snippets/hello." data-count="2"' in page


def test_one_run_is_what_a_contributor_keeps_and_the_page_says_so(tree: Path) -> None:
    lucky(tree)
    build(tree)
    assert runs(tree) == 1
    page = (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")
    assert "data-count" not in page
    assert "nox -s docs -- --runs 8" in page


def test_where_the_order_is_no_luck_one_run_is_enough(tree: Path) -> None:
    build(tree, RUNS="3")
    assert runs(tree) == 1
    page = (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")
    assert "data-count" not in page
    assert "nox -s docs" not in page


def test_each_run_keeps_its_promise(tree: Path) -> None:
    second = 'with open("../../../journal") as journal:\n    again = len(journal.readlines()) > 1\n\npid = os.fork()'
    edit(tree, "snippets/fork/hello.py", "pid = os.fork()", second)
    edit(tree, "snippets/fork/hello.py", 'print(f"parent (', "print(f\"{'mother' if again else 'parent'} (")
    lucky(tree)
    built = mkdocs(tree, "zh", tree / "site", vouched=False, env={"RUNS": "2"})
    assert built.returncode != 0
    assert "hello: broken promise" in built.stderr
    assert "mother" in built.stderr


@pytest.mark.parametrize("words", [["--runs", "9"], ["--runs", "none"], ["--runs"], ["zombie"]])
def test_other_arguments_are_refused(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nox", "--no-venv", "--no-install", "-s", "docs", "--", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"nox -s docs takes --runs N, with N from 1 to 8, and not: {' '.join(words)}" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
