"""How whoever sees a message would call us: the commands that it recommends run when they are pasted."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

SCRIPT = "witness"
"""The name of the console script."""


def command(*words: str | Path) -> str:
    """Our command line with `words`, as it runs in the folder and from the shell that we were called from."""
    return shlex.join([*_ourselves(), *map(str, words)])


def _ourselves() -> list[str]:
    called = Path(sys.argv[0])
    if called.name == SCRIPT and called.is_file():
        found = shutil.which(SCRIPT)
        return [SCRIPT if found and Path(found).absolute() == called.absolute() else _nearest(called)]
    return [*_python(), "-m", __name__.partition(".")[0]]


def _python() -> list[str]:
    """This very Python. What `uv run` and nox put on PATH is not on that of whoever called them."""
    if "NOX_CURRENT_SESSION" in os.environ:
        return [_nearest(Path(sys.executable))]
    if "UV_RUN_RECURSION_DEPTH" in os.environ:
        return ["uv", "run", "python"]
    for name in ("python", "python3"):
        if (found := shutil.which(name)) and Path(found).absolute() == Path(sys.executable):
            return [name]
    return [_nearest(Path(sys.executable))]


def _nearest(path: Path) -> str:
    """The path from the folder that we are in, if it is inside."""
    path, here = path.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
