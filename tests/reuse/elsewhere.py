"""Where nothing of ours is but the wheel: what somebody has who installs it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
UV = shutil.which("uv")
NO_NETWORK = re.compile(
    ".*(dns error|resolve host|name resolution|network is unreachable|error sending request|connection refused"
    "|failed to establish a new connection|could not connect).*",
    re.IGNORECASE,
)


def locked() -> Iterator[str]:
    """What is in `uv.lock`, as constraints: the versions that the examples get."""
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        if "registry" in package["source"]:
            where = " or ".join(f"({marker})" for marker in package.get("resolution-markers", []))
            yield f"{package['name']}=={package['version']}{where and ' ; '}{where}"


class Elsewhere:
    """A folder outside the repository, with an environment in which only the wheel and what it needs is installed."""

    def __init__(self, folder: Path) -> None:
        """Build the wheel and install it.

        Raises:
            Skipped: there is no network.
        """
        self.folder = folder
        self.bin = folder / "env" / "bin"
        ours = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
        self.env = {name: value for name, value in os.environ.items() if name not in ours and name[:7] != "PYTEST_"}
        self.env["PATH"] = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(locked()), encoding="utf-8")
        if UV:
            self._get(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
            self._get(UV, "build", "--quiet", "--wheel", "--out-dir", folder / "dist", ROOT)
            install: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", self.bin / "python"]
        else:
            self._get(sys.executable, "-m", "venv", folder / "env")
            self._get(self.bin / "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist", ROOT)
            install = [self.bin / "pip", "install", "--quiet"]
        (self.wheel,) = (folder / "dist").glob("*.whl")
        needs = [f"--requirement={file}" for file in sorted(EXAMPLES.glob("*/requirements.txt"))]
        self._get(*install, f"--constraint={constraints}", f"process-witness @ {self.wheel.as_uri()}", *needs)
        for project in EXAMPLES.iterdir():
            shutil.copytree(project, folder / project.name)

    def _get(self, *command: str | Path) -> None:
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode and (found := NO_NETWORK.search(done.stderr)):
            pytest.skip(f"no package index answers: {found[0].strip()}")
        assert done.returncode == 0, done.stderr

    def run(self, project: str, command: str) -> tuple[int, str]:
        """Run a command line in the folder of an example; its exit code and what it says."""
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder / project,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout

    @contextlib.contextmanager
    def changed(self, file: str, old: str, new: str) -> Iterator[None]:
        """Have something else stand in a file of an example meanwhile."""
        path = self.folder / file
        whole = path.read_text(encoding="utf-8")
        assert whole.count(old) == 1
        path.write_text(whole.replace(old, new), encoding="utf-8")
        yield
        path.write_text(whole, encoding="utf-8")
