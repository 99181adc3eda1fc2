"""A folder with snippets, and `python -m witness check` called in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """\
import os

print(f"I am {os.getpid()}")
pid = os.fork()
if pid == 0:
    print("child")
    os._exit(3)
os.waitpid(pid, 0)
"""
PROMISE = """\
parent: exit 0
  child: exit 3

parent | I am {parent}
---
child | child
"""


class Site:
    """A folder with snippets."""

    def __init__(self, folder: Path) -> None:
        """Begin without any."""
        self.folder = folder
        (folder / "snippets").mkdir()

    def write(self, name: str, program: str = PROGRAM, promise: str | None = PROMISE) -> Path:
        """Write `chapter/name` and its promise."""
        path = self.folder / "snippets" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(program, encoding="utf-8")
        if promise is not None:
            path.with_suffix(".promise").write_text(promise, encoding="utf-8")
        return path

    def check(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call `python -m witness check` there."""
        done = subprocess.run(
            [sys.executable, "-m", "witness", "check", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def refused(self, *arguments: str) -> str:
        """What is said when nothing can be checked."""
        done = self.check(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), done.stdout
        return done.stderr
