"""Runs snippets, beside one another where they allow it, and holds each run to its promise."""

from __future__ import annotations

import concurrent.futures
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from witness import kept, match, run
from witness.interpreter import Interpreter
from witness.match import Outcome
from witness.recording import Recording
from witness.snippet import Snippet


@dataclass(frozen=True)
class Verdict:
    """What came of one run."""

    snippet: Snippet
    python: Interpreter
    recording: Recording
    outcome: Outcome

    @property
    def kept(self) -> bool:
        """Whether the promise was."""
        return self.outcome.difference is None

    def report(self) -> str:
        """The difference, under a line that names the snippet and the Python."""
        return f"{self.snippet.name}: broken promise (Python {self.python.version})\n{self.outcome.difference}"


def check(
    snippet: Snippet, python: Interpreter, *, keep: bool = False, abort: threading.Event | None = None
) -> Verdict:
    """Run a snippet once and hold the run to its promise.

    Args:
        snippet: what to run.
        python: what to run it with.
        keep: take a kept run if there is one, and keep this one if the promise is.
        abort: ends the run when it is set.
    """
    recording = kept.load(snippet, python) if keep else None
    fresh = recording is None
    if recording is None:
        promise = snippet.promise
        recording = run.run(
            snippet.path, python, limit=promise.limit, stdout=promise.stdout, lines=promise.lines, abort=abort
        )
    verdict = Verdict(snippet, python, recording, match.judge(snippet.promise, recording))
    if keep and fresh and verdict.kept:
        kept.save(snippet, python, recording)
    return verdict


def check_all(jobs: Iterable[tuple[Snippet, Interpreter]], *, keep: bool = False) -> Iterator[Verdict]:
    """Check each pair of a snippet and a Python once; snippets that measure time come last, one by one.

    An interrupt ends all that runs before it goes on its way.
    """
    jobs = list(jobs)
    abort = threading.Event()

    def work(job: tuple[Snippet, Interpreter]) -> Verdict:
        return check(*job, keep=keep, abort=abort)

    together = [job for job in jobs if not job[0].promise.alone]
    yield from _side_by_side(work, together, abort, workers=(os.cpu_count() or 1) + 1)
    yield from _side_by_side(work, [job for job in jobs if job[0].promise.alone], abort, workers=1)


def _side_by_side(
    work: Callable[[tuple[Snippet, Interpreter]], Verdict],
    jobs: list[tuple[Snippet, Interpreter]],
    abort: threading.Event,
    workers: int,
) -> Iterator[Verdict]:
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(work, job) for job in jobs]
        try:
            for future in concurrent.futures.as_completed(futures):
                yield future.result()
        except BaseException:
            abort.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
