"""The text of each folder is what a newcomer reads: it names every file in it, and stays short."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = "witness", "book", "mutants", "live", "machine"
FOLDERS = [path.parent for package in PACKAGES for path in sorted((ROOT / package).rglob("__init__.py"))]
ROOM = 16
"""Lines: a text that needs more is about a folder that is two."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_folder_names_its_files(folder: Path) -> None:
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    folders = {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    words = set(re.findall(r"\w+", text))
    assert files | folders <= words
    assert len(text.splitlines()) <= ROOM
