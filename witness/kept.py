"""Runs that were kept, so that nothing runs twice that did not change, and both languages show the same run."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import json
import os
import tempfile
from pathlib import Path

from witness import run
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.snippet import Snippet

FOLDER = Path(".witness")


def key(snippet: Snippet, python: Interpreter) -> str:
    """A digest of everything that a run depends on: the program, how it is run, by which Python, where, and who watches."""
    facts = [
        snippet.source,
        str(snippet.path.resolve()),
        snippet.promise.stdout,
        snippet.promise.limit,
        dataclasses.astuple(python),
        sorted(run.environment().items()),
        _machinery(),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@functools.cache
def _machinery() -> str:
    """A digest of our own part in a run."""
    here = Path(run.__file__).parent
    files = ["observer/sitecustomize.py", "keeper.py", "run.py", "recording.py", "merge.py", "interpreter.py"]
    return hashlib.sha256(b"\0".join((here / file).read_bytes() for file in files)).hexdigest()


def load(snippet: Snippet, python: Interpreter, folder: Path = FOLDER) -> Recording | None:
    """The kept run of `snippet`, if there is one and it can be read."""
    path = folder / f"{snippet.name}-{key(snippet, python)[:32]}.json"
    try:
        return Recording.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save(snippet: Snippet, python: Interpreter, recording: Recording, folder: Path = FOLDER) -> None:
    """Keep a run, whole or not at all, in place of older runs of the same snippet by the same Python."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{snippet.name}-{key(snippet, python)[:32]}.json"
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(recording.to_json())
        os.replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(unfinished)
        raise
