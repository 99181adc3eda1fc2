"""What an interpreter is, as far as a run depends on it."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from dataclasses import dataclass, replace

import python_discovery

from witness.errors import Mistake

_QUESTION = """
import json, multiprocessing, os, platform, sys
print(json.dumps({
    "path": sys.executable,
    "version": platform.python_version(),
    "build": sys.version,
    "platform": sys.platform,
    "machine": " ".join(platform.uname()._replace(node="")),
    "start_method": multiprocessing.get_start_method(),
    "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that programs are run with."""

    path: str
    """The absolute path of its executable: not of a script that only leads to it."""
    version: str
    """For instance `3.14.8`."""
    build: str
    """All of `sys.version`."""
    platform: str
    """`sys.platform`: `linux`, `darwin`."""
    machine: str
    """The operating system with its release, and the processor's architecture."""
    start_method: str
    """The default start method of its `multiprocessing`."""
    cpus: int
    """How many processors a program may use."""
    forced: bool = False
    """Whether `start_method` is not its own default, but made so for a run."""

    def starting(self, method: str) -> Interpreter:
        """The same interpreter, with another default start method."""
        return self if method == self.start_method else replace(self, start_method=method, forced=True)

    @property
    def feature(self) -> tuple[int, int]:
        """The version's first two numbers."""
        major, minor, *_ = self.version.split(".")
        return int(major), int(minor)


def variant(word: str) -> Interpreter:
    """The interpreter that shows a difference: with another start method, or of another version.

    Args:
        word: a start method, or a version such as `3.14`. Where that version is not on this machine, the interpreter
            that runs this, with the start method that is the other's default.
    """
    if word in ("fork", "spawn", "forkserver"):
        return ask().starting(word)
    found = _find(word)
    return ask(found) if found else ask().starting(_default(int(word.removeprefix("3.")), sys.platform))


@functools.cache
def _find(version: str) -> str | None:
    found = python_discovery.get_interpreter(f"cpython{version}", try_first_with=[sys.executable])
    return found.executable if found else None


def _default(minor: int, platform: str) -> str:
    """The default start method: https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods."""
    if platform == "linux":
        return "fork" if minor < 14 else "forkserver"
    return "spawn"


@functools.cache
def ask(python: str = sys.executable) -> Interpreter:
    """Ask the interpreter `python`, a path or a name on PATH, what it is.

    Raises:
        Mistake: `python` is no Python.
    """
    try:
        answer = subprocess.run([python, "-I", "-c", _QUESTION], check=True, capture_output=True, text=True, timeout=60)
        facts = json.loads(answer.stdout)
    except subprocess.CalledProcessError as error:
        raise Mistake(f"{python}: this is no Python that runs (exit code {error.returncode})") from None
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise Mistake(f"{python}: this is no Python that runs ({error})") from None
    return Interpreter(**facts)
