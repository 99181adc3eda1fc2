"""The cache of runs, so that nothing runs twice that did not change, and both languages show the same run.

A cached run is a file: a digest in the first line, then the recording. Damage of any kind does not agree with the
digest, and such a run is made anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import witness
from witness.check import atomic
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.run import terminal
from witness.snippet import Snippet

if sys.platform != "win32":
    import fcntl

FOLDER = Path(".witness")
DAY = 86_400
"""Seconds for which a run stays after a newer one: another build may be about to use it."""


def key(snippet: Snippet, python: Interpreter, number: int = 0) -> str:
    """A digest of all that a run depends on: the program, how it is run, by which Python, where, and who watches."""
    facts = [
        snippet.source,
        _bytes(str(snippet.path.resolve())),
        snippet.promise.how,
        dataclasses.astuple(dataclasses.replace(python, path=_bytes(python.path))),
        sorted((name, _bytes(value)) for name, value in terminal.environment().items()),
        _watching(),
        *([number] if number else []),
    ]
    return hashlib.sha256(json.dumps(facts, default=dict).encode()).hexdigest()


def _bytes(text: str) -> str:
    """What the system knows of a name, which reads differently in each locale."""
    return os.fsencode(text).hex()


def machinery() -> list[Path]:
    """The files with our own part in a run: of those who run and watch it, and whatever of ours they import."""
    package = Path(witness.__file__).parent
    others = [package / f"{name}.py" for name in ("recording", "interpreter", "ending", "errors")]
    return [*sorted((package / "run").rglob("*.py")), *others]


@functools.cache
def _watching() -> str:
    """A digest of our own part in a run."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in machinery())).hexdigest()


def load(snippet: Snippet, python: Interpreter, number: int = 0, folder: Path = FOLDER) -> Recording | None:
    """The cached run of `snippet` with this number, if there is one and it is whole."""
    path = _path(snippet, python, number, folder)
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return Recording.from_json(text.decode()) if digest == _digest(path, text) else None


def save(snippet: Snippet, python: Interpreter, recording: Recording, number: int = 0, folder: Path = FOLDER) -> None:
    """Cache a run, whole or not at all, in place of old runs of the same snippet by the same Python, started alike.

    Raises:
        Mistake: it cannot be written.
    """
    path = _path(snippet, python, number, folder)
    text = recording.to_json().encode()
    try:
        atomic.write(path, _digest(path, text) + b"\n" + text)
        for old in folder.glob(f"{snippet.name}-{python.version}-{python.start_method}-*"):
            with contextlib.suppress(FileNotFoundError):  # another build was quicker
                if old != path and old.stat().st_mtime < time.time() - DAY:
                    old.unlink()
    except OSError as error:
        raise Mistake(
            f"{folder.absolute()}: the run of {snippet.name} cannot be cached here ({error.strerror}); both languages "
            "are built from cached runs, so make this folder writable, with some megabytes free"
        ) from None


@contextlib.contextmanager
def turn(snippet: Snippet, abort: threading.Event) -> Iterator[None]:
    """Wait until no other build runs `snippet`, and let none do so meanwhile; when `abort` is set, wait no longer."""
    if sys.platform == "win32":
        raise Mistake(terminal.WINDOWS)
    with snippet.path.with_suffix(".promise").open("rb") as file:  # not the program: that may lock itself
        while not abort.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                abort.wait(0.05)
            except OSError:  # no locks on this file system: then both run it, and the last one stays
                break
            else:
                break
        yield


def _digest(path: Path, text: bytes) -> bytes:
    """Of a recording and the name it has in the cache, so that one cannot stand for another."""
    return hashlib.sha256(path.name.encode() + b"\0" + text).hexdigest().encode()


def _path(snippet: Snippet, python: Interpreter, number: int, folder: Path) -> Path:
    return folder / f"{snippet.name}-{python.version}-{python.start_method}-{key(snippet, python, number)[:32]}.run"
