"""The commands that a message recommends run where they are pasted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from witness import invocation

PRINT = (
    "import sys; sys.argv[0] = {called!r}; from witness import invocation; print(invocation.command('check', 'a b'))"
)
ROOT = Path(__file__).parent.parent


def recommended(folder: Path, python: Path, called: str = "", **variables: str) -> str:
    """What `python` recommends in `folder`."""
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)} | variables
    code = PRINT.format(called=called)
    return subprocess.run(
        [python, "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A folder with an environment in it, as `python -m venv` makes one."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    return tmp_path


@pytest.mark.parametrize(
    ("where", "variables", "command"),
    [
        (".", {}, ".venv/bin/python -m witness check 'a b'\n"),
        (".", {"PATH": "{here}/.venv/bin:/bin"}, "python -m witness check 'a b'\n"),
        (".", {"UV_RUN_RECURSION_DEPTH": "1", "PATH": "{here}/.venv/bin"}, "uv run python -m witness check 'a b'\n"),
        (".", {"NOX_CURRENT_SESSION": "docs", "PATH": "{here}/.venv/bin"}, ".venv/bin/python -m witness check 'a b'\n"),
        ("other", {}, "{here}/.venv/bin/python -m witness check 'a b'\n"),
    ],
    ids=["there", "activated", "uv", "nox", "elsewhere"],
)
def test_this_very_python(venv: Path, where: str, variables: dict[str, str], command: str) -> None:
    given = {name: value.format(here=venv) for name, value in variables.items()}
    assert recommended(venv / where, venv / ".venv/bin/python", **given) == command.format(here=venv)


def test_the_console_script(venv: Path) -> None:
    script = venv / ".venv/bin/witness"
    script.touch(mode=0o755)
    python = venv / ".venv/bin/python"
    assert recommended(venv, python, str(script)) == ".venv/bin/witness check 'a b'\n"
    assert recommended(venv, python, str(script), PATH=f"{script.parent}:/bin") == "witness check 'a b'\n"


def test_what_is_recommended_here_runs() -> None:
    done = subprocess.run(
        f"{invocation.command()} --help", shell=True, cwd=Path.cwd(), env=os.environ, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
