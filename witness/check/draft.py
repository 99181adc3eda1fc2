"""Runs a program again and again, drafts its promise, and holds the draft to more runs before anybody sees it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from witness.check.busy import jostle, keep_busy
from witness.check.parallel import side_by_side
from witness.check.progress import Progress
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.promise import draft as drafts
from witness.promise import match, reader, report
from witness.promise.draft.cast import name
from witness.promise.language import Promise
from witness.recording import LIMIT, Recording
from witness.run import terminal

CROWD = 3
"""Runs at once for each processor, on purpose: an order that only held on a quiet machine is no order."""
ROUNDS = 4
"""So often a draft is written anew because fresh runs did not keep it."""
PATIENCE = 6
"""So many times as long may a run take that is jostled: it may hardly get a processor, which is no fault of its own."""


def draft(program: Path, python: Interpreter, runs: int, limit: float = LIMIT) -> str:
    """A promise that `runs` runs keep, and as many more on a busy machine that were made when it was written.

    Args:
        program: a Python file.
        python: what to run it with.
        runs: how often.
        limit: the seconds that a run may take.

    Raises:
        Mistake: a run did not end by itself, or the runs have too little in common to be one screenplay.
    """
    if not program.is_file():
        raise Mistake(f"{program}: there is no such file")
    with tempfile.TemporaryDirectory(prefix=f"{program.stem}-") as folder:
        copy = Path(shutil.copy(program, folder))
        first = terminal.run(copy, python, limit=limit)
        if first.problems:
            raise Mistake(_stuck(program, first))
        own = any(file.name != "__pycache__" for file in Path(folder).iterdir() if file != copy)
    settings = [f"timeout = {limit:g}"] * (limit != LIMIT) + ["folder = own"] * own
    seen = _runs(program, python, runs, limit, own=own, busy=False)
    if own:
        seen.append(first)
    looseness = 0
    for _ in range(ROUNDS):
        text, looseness = _held(program, seen, settings, looseness)
        fresh = _runs(program, python, runs, limit, own=own, busy=True)
        promise = _parse(program, text)
        if all(match.judge(promise, recording).difference is None for recording in fresh):
            return text
        seen += fresh  # what they have shown loosens the next draft
    text, _ = _held(program, seen, settings, looseness)
    raise Mistake(
        f"{program}: no draft has held in {runs} more runs, so none is written; after {len(seen)} runs it would be\n\n"
        f"{text}\nMake the program enforce an order, or write this promise by hand"
    )


def _held(program: Path, seen: Sequence[Recording], settings: list[str], looseness: int) -> tuple[str, int]:
    """The strictest draft that can be read and that all of these runs keep, and how loose it is.

    Raises:
        Mistake: there is none.
    """
    why = ""
    for loose in range(looseness, drafts.LOOSEST + 1):
        text = drafts.write(seen, settings=settings, looseness=loose)
        try:
            promise = _parse(program, text)
        except Mistake as mistake:
            why = str(mistake)
            continue
        differences = [match.judge(promise, recording).difference for recording in seen]
        broken = [difference for difference in differences if difference is not None]
        if not broken:
            return text, loose
        why = f"{len(broken)} of {len(seen)} runs did not keep it, for instance\n{broken[0]}"
    raise Mistake(f"{program}: no draft holds; the nearest is\n\n{text}\n{why}\nWrite this promise by hand")


def _parse(program: Path, text: str) -> Promise:
    return reader.parse(program.with_suffix(".promise"), text)


def _runs(program: Path, python: Interpreter, count: int, limit: float, *, own: bool, busy: bool) -> list[Recording]:
    """Runs beside one another."""
    abort = threading.Event()

    def once(_: int) -> Recording:
        return _run(program, python, limit * PATIENCE, abort, own=own)

    workers = CROWD * (os.cpu_count() or 1)
    what = f"{program.name}: holding the draft to them" if busy else f"{program.name}: drafting from them"
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(Progress(what, count))
        if busy:
            stack.enter_context(keep_busy())
        stack.enter_context(jostle())
        recordings = []
        for recording in side_by_side(once, range(count), abort, workers):
            recordings.append(recording)
            progress.step()
        return recordings


def _run(
    program: Path, python: Interpreter, limit: float, abort: threading.Event | None = None, *, own: bool = False
) -> Recording:
    """Run it once.

    Raises:
        Mistake: it did not end by itself, or left something running; the text says what it printed and where it stands.
    """
    recording = terminal.run(program, python, limit=limit, own_folder=own, abort=abort)
    if recording.problems:
        raise Mistake(_stuck(program, recording))
    return recording


def _stuck(program: Path, recording: Recording) -> str:
    """What it printed, and where it stands."""
    promise = Promise(program.with_suffix(".promise"), "")
    return f"{program}: no draft of a run that has problems\n{report.ended(promise, recording, name(recording))}"
