"""What a run depends on is in the key of its place in the cache."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from witness.check import cache

ROOT = Path(__file__).parents[2]


def imported(file: Path) -> Iterator[Path]:
    """The files of ours that a file imports."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [module for name in node.names for module in (node.module or "", f"{node.module}.{name.name}")]
        else:
            continue
        paths = [ROOT.joinpath(*module.split(".")) for module in modules if module.startswith("witness.")]
        yield from (path for path in (path.with_suffix(".py") for path in paths) if path.is_file())


def test_the_key_has_all_that_those_who_run_a_program_import() -> None:
    covered = {*cache.machinery()}
    found = {other for file in covered for other in imported(file)}
    assert {file.relative_to(ROOT).as_posix() for file in found - covered} == set()
    assert {"assemble.py", "recording.py", "errors.py"} <= {file.name for file in found}
