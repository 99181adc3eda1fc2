"""Runs that were kept, so that nothing runs twice that did not change, and both languages show the same run."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import tempfile
from pathlib import Path

from witness import run
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.snippet import Snippet

FOLDER = Path(".witness")


def key(snippet: Snippet, python: Interpreter) -> str:
    """A digest of all that a run depends on: the program, how it is run, by which Python, where, and who watches."""
    facts = [
        snippet.source,
        str(snippet.path.resolve()),
        snippet.promise.stdout,
        snippet.promise.limit,
        snippet.promise.lines,
        dataclasses.astuple(python),
        sorted(run.environment().items()),
        _machinery(),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@functools.cache
def _machinery() -> str:
    """A digest of our own part in a run."""
    here = Path(run.__file__).parent
    files = [
        "observer/sitecustomize.py",
        "observer/witness_lines.py",
        "keeper.py",
        "run.py",
        "logs.py",
        "recording.py",
        "merge.py",
        "interpreter.py",
    ]
    return hashlib.sha256(b"\0".join((here / file).read_bytes() for file in files)).hexdigest()


def load(snippet: Snippet, python: Interpreter, folder: Path = FOLDER) -> Recording | None:
    """The kept run of `snippet`, if there is one and it can be read."""
    try:
        return Recording.from_json(_path(snippet, python, folder).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save(snippet: Snippet, python: Interpreter, recording: Recording, folder: Path = FOLDER) -> None:
    """Keep a run, whole or not at all, in place of older runs of the same snippet by the same Python, started alike."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(snippet, python, folder)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix=".", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(recording.to_json())
            file.close()
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    for older in folder.glob(f"{snippet.name}-{python.version}-{python.start_method}-*.json"):
        if older != path:
            older.unlink(missing_ok=True)


def _path(snippet: Snippet, python: Interpreter, folder: Path) -> Path:
    return folder / f"{snippet.name}-{python.version}-{python.start_method}-{key(snippet, python)[:32]}.json"
