"""Both ways to build a site, mkdocs alone and the whole session; and what they say and write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from book import sites
from tests.building import ROOT, vouch

BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict"]
NOX = [sys.executable, "-m", "nox", "--no-venv", "--no-install", "-s", "docs"]
"""The session itself; the environment of the tests has all that it would install."""


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All that a build said, which is never a traceback."""
    text = done.stdout + done.stderr
    assert "Traceback" not in text, text
    return text


def environment(tree: Path, **more: str) -> dict[str, str]:
    """For a build by either way whose temporary files can be counted, of snippets with evidence."""
    vouch(tree)
    shutil.copy(ROOT / "noxfile.py", tree)
    temporary = tree.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | sites.environment() | sites.QUICK | {"PATH": path, "TMPDIR": str(temporary)} | more


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
