"""A checkout has the bytes that were committed, however git is set up: evidence and outputs belong to them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.building import ROOT


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_a_clone_with_windows_line_ends_has_the_same_programs(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        # Nothing of the settings of whoever runs the tests.
        alone = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, env=alone, check=True, capture_output=True)

    tree, clone = tmp_path / "tree", tmp_path / "clone"
    git("init", "tree")
    for folder in "snippets", "docs", "evidence":
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".gitattributes", tree)
    git("-C", "tree", "add", ".")
    git("-C", "tree", "commit", "-m", "all")
    git("-c", "core.autocrlf=true", "clone", "tree", "clone")
    files = [path.relative_to(tree) for path in tree.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert len(files) > 100
    assert [str(file) for file in files if (clone / file).read_bytes() != (tree / file).read_bytes()] == []
