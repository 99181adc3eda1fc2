"""Runs mutants until one is refused, or has kept the promise so often that it survives."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mutants.mutate import Mutant, mutants
from mutants.survivors import Key
from witness.check.parallel import side_by_side
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.promise import match
from witness.recording import Recording
from witness.run import terminal
from witness.snippet import Snippet

RUNS = 400
"""A mutant survives if it keeps the promise this often: one that is refused one time in a hundred is found out by then.
Few get so far, so it costs little."""
TRIES = 20
"""An entry of the list is right if its mutant keeps the promise at least once in so many runs."""
WORKERS = 4 * (os.cpu_count() or 1)
"""More than cores, so that whoever does not wait is overtaken."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Job:
    """A mutant to be run."""

    snippet: Snippet
    mutant: Mutant
    python: Interpreter
    limit: float
    """Seconds for one run: a mutant that needs far longer than the snippet has changed something."""
    still: int
    """It is ended as soon as it has stood still for so many times `terminal.STILL`, unless that is 0: many a mutant
    waits for what never comes, which nobody has to wait for."""

    @property
    def key(self) -> Key:
        """What the list calls it."""
        return self.snippet.name, self.mutant.operator, self.mutant.was, self.mutant.now, self.mutant.nth


def made(chosen: dict[Snippet, Interpreter]) -> Iterator[Job]:
    """All mutants of the snippets, each of which has to keep its own promise first with its Python.

    Raises:
        Mistake: one does not.
    """
    originals = [
        Job(one, Mutant("", "", "", 1, range(0), one.source), python, one.promise.settings.limit, still=1)
        for one, python in chosen.items()
    ]
    answers = dict(each(_run, originals))
    slow = [dataclasses.replace(job, still=0) for job, (difference, _) in answers.items() if difference is not None]
    for job, (difference, recording) in [*answers.items(), *each(_run, slow)]:  # these may sleep so long
        if difference is not None and not job.still:
            raise Mistake(f"{job.snippet.name}: broken promise, before anything was changed\n{difference}")
        limit, still = min(job.limit, 3 + 10 * recording.duration), 2 * job.still
        changed = mutants(job.snippet.source, pipe=job.snippet.promise.settings.stdout == "pipe")
        if difference is None:
            yield from (dataclasses.replace(job, mutant=mutant, limit=limit, still=still) for mutant in changed)


def _run(job: Job, abort: threading.Event) -> tuple[str | None, Recording]:
    """Run it once under the snippet's own file name; what breaks the promise, and the run."""
    promised = job.snippet.promise
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        path = Path(folder) / job.snippet.path.name
        path.write_bytes(job.mutant.source.encode())
        how = promised.how
        how |= {"limit": job.limit, "still": how["still"] or job.still}
        recording = terminal.run(path, job.python, **how, abort=abort)
    return match.judge(promised, recording).difference, recording


def fate(job: Job, abort: threading.Event, *, explained: bool = False) -> str:
    """`refused` at the first broken promise; `unreached` if no process ever runs what was changed; or `survives`.

    One that is explained survives at the first kept promise: an entry that is right is not to be taken out because luck
    once refused its mutant.
    """
    reached = False
    for turn in range(TRIES if explained else RUNS):
        difference, recording = _run(job, abort)
        # Where lines are not recorded, or not all of them, nobody knows.
        unknown = not recording.ran or any(process.cut for process in recording.processes)
        reached = reached or unknown or any(ran.line in job.mutant.lines for ran in recording.ran)
        kept = difference is None
        if not kept and not explained:
            return "refused"
        if turn and not reached:
            return "unreached"
        if explained and kept and reached:
            return "survives"
    return "refused" if explained else "survives"


def each(work: Callable[[Job, threading.Event], Answer], jobs: list[Job]) -> Iterator[tuple[Job, Answer]]:
    """Each job with its answer, as they come; an interrupt ends all that runs."""
    abort = threading.Event()

    def answer(job: Job) -> tuple[Job, Answer]:
        return job, work(job, abort)

    yield from side_by_side(answer, jobs, abort, WORKERS)
