"""What an interpreter is, as far as a run depends on it."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from witness.errors import Mistake

if TYPE_CHECKING:
    import python_discovery  # imported where it is used: it takes half of the time in which a command starts

OLDEST = "3.11"
"""The first Python that programs are for, unless they say otherwise."""
METHODS = ("fork", "spawn", "forkserver")
"""The start methods that there are, on whatever platform."""
PATIENCE = 30
"""Seconds that an interpreter has to answer."""
_QUESTION = """
import json, multiprocessing, os, platform, sys
try:
    with open("/proc/cpuinfo") as file:
        named = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
except OSError:
    named = []
try:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
except (AttributeError, OSError, ValueError):
    memory = 0
print(json.dumps({
    "path": os.fsencode(sys.executable).hex(),
    "version": platform.python_version() + "t" * ("t" in getattr(sys, "abiflags", "")),
    "build": sys.version,
    "platform": sys.platform,
    "machine": " ".join(platform.uname()._replace(node="")),
    "start_method": multiprocessing.get_start_method(),
    "methods": multiprocessing.get_all_start_methods(),
    "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
    "processor": named[0] if named else platform.processor(),
    "memory": memory,
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that programs are run with."""

    path: str
    """The absolute path of its executable: not of a script that only leads to it."""
    version: str
    """For instance `3.14.8`; `3.14.8t` is the same without the GIL (a free-threaded build)."""
    build: str
    """All of `sys.version`."""
    platform: str
    """`sys.platform`: `linux`, `darwin`."""
    machine: str
    """The operating system with its release, and the processor's architecture."""
    start_method: str
    """The default start method of its `multiprocessing`."""
    methods: tuple[str, ...]
    """All start methods that it has."""
    cpus: int
    """How many processors a program may use."""
    processor: str = ""
    """What they are called; empty where the system doesn't tell."""
    memory: int = 0
    """The memory of the machine, in bytes; 0 where the system doesn't tell."""
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


def variant(word: str) -> Interpreter | None:
    """The interpreter that shows a difference: with another start method, of another version, or both.

    Args:
        word: a start method, a version such as `3.14`, without the GIL `3.14t`, or both, `fork 3.14`; empty for the
            interpreter that runs this.

    Returns:
        None if that version is not on this machine.
    """
    method, version = sides(word)
    found = _find(version) if version else sys.executable
    if not found:
        return None
    python = ask(found)
    return python.starting(method) if method else python


def sides(word: str) -> tuple[str, str]:
    """The start method and the version that a word for `variant` names; empty what it does not name."""
    first, _, second = word.partition(" ")
    return (first, second) if first in METHODS else ("", word)


def at_least(feature: tuple[int, int]) -> Interpreter | None:
    """Ours, or where that is older, the oldest on this machine that is new enough.

    Args:
        feature: the first two numbers of a version.

    Returns:
        None if all on this machine are older.
    """
    ours = ask()
    if ours.feature >= feature:
        return ours
    found = _find("{}.{}".format(*feature))  # in most cases it is here, and the others need not be asked
    return ask(found) if found else next((one for one in everywhere() if one.feature >= feature), None)


@functools.cache
def _find(version: str) -> str | None:
    import python_discovery  # noqa: PLC0415 - see above

    # Or else each build asks every Python on PATH what it is.
    folder = Path(".witness")
    cache = python_discovery.DiskCache(folder) if os.access(folder if folder.exists() else ".", os.W_OK) else None
    found = python_discovery.get_interpreter(f"cpython{version}", try_first_with=_known(version), cache=cache)
    return found.executable if found else None


def _known(version: str = "") -> list[str]:
    """Ours, and those that pyenv has installed, which need not be on PATH; those of uv are found without us.

    Each that is tried is started, so those are left out whose name says that they are of another version.
    """
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    number = version.removesuffix("t")  # pyenv has 3.14.8t in `3.14.8t`
    ours = [sys.executable] if f"{sys.version.split()[0]}.".startswith(f"{number}.".lstrip(".")) else []
    return ours + [str(path) for path in sorted(root.glob(f"versions/{number}*/bin/python3"), reverse=True)]


@functools.cache
def ask(python: str = sys.executable) -> Interpreter:
    """Ask the interpreter `python` what it is: a path, a name on PATH, or a version such as `3.14` or `3.14t`.

    Raises:
        Mistake: `python` is no Python, or no Python of that version is on this machine.
    """
    if re.fullmatch(r"3\.\d+(\.\d+)?t?", python):
        found = _find(python)
        if found is None:
            raise Mistake(
                f"Python {python} was not found, neither on PATH nor among those of pyenv and uv; give its path instead"
            )
        python = found
    try:
        answer = subprocess.run([python, "-I", "-c", _QUESTION], check=True, capture_output=True, timeout=PATIENCE)
        facts = json.loads(answer.stdout.splitlines()[-1])  # its `sitecustomize` may print too
        path, methods = os.fsdecode(bytes.fromhex(facts["path"])), tuple(facts["methods"])
        return Interpreter(**facts | {"path": path, "methods": methods})
    except subprocess.CalledProcessError as error:
        why = f"exit code {error.returncode}"
    except subprocess.TimeoutExpired:
        why = f"no answer within {PATIENCE} seconds"
    except OSError as error:
        why = error.strerror or str(error)
    except (ValueError, TypeError, LookupError):
        why = "it answers with something else"
    raise Mistake(f"{python}: this is no Python that runs ({why})")


def everywhere() -> list[Interpreter]:
    """The newest CPython of each version on this machine, oldest version first; those without the GIL are left out."""
    import python_discovery  # noqa: PLC0415 - see above

    newest: dict[tuple[int, int], python_discovery.PythonInfo] = {}
    for found in python_discovery.iter_interpreters(f"cpython>={OLDEST}", try_first_with=_known()):
        feature = found.version_info[:2]
        if not found.free_threaded and (feature not in newest or found.version_info > newest[feature].version_info):
            newest[feature] = found
    return [ask(newest[feature].executable) for feature in sorted(newest)]
