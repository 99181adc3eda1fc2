"""Runs snippets, beside one another where they allow it, and holds each run to its promise."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from witness.check import cache
from witness.check.parallel import side_by_side
from witness.interpreter import Interpreter
from witness.promise import match
from witness.promise.match import Outcome
from witness.recording import Recording
from witness.run import terminal
from witness.snippet import Snippet


@dataclass(frozen=True)
class Verdict:
    """What came of one run."""

    snippet: Snippet
    python: Interpreter
    recording: Recording
    outcome: Outcome

    @property
    def holds(self) -> bool:
        """Whether the promise was kept."""
        return self.outcome.difference is None

    def report(self) -> str:
        """The difference, under a line that names the snippet and the Python."""
        return f"{self.snippet.name}: broken promise (Python {self.python.version})\n{self.outcome.difference}"


def check(
    snippet: Snippet,
    python: Interpreter,
    *,
    cached: bool = False,
    number: int = 0,
    abort: threading.Event | None = None,
) -> Verdict:
    """Run a snippet once and hold the run to its promise.

    Args:
        snippet: what to run.
        python: what to run it with.
        cached: take the run from the cache if it is there, and else put it there if the promise is kept.
        number: which of several runs in the cache.
        abort: ends the run when it is set.
    """
    abort = abort or threading.Event()
    if not cached:
        return _judge(snippet, python, run(snippet, python, abort))
    if recording := cache.load(snippet, python, number):
        return _judge(snippet, python, recording)
    with cache.turn(snippet, abort):
        if recording := cache.load(snippet, python, number):  # another build has made it meanwhile
            return _judge(snippet, python, recording)
        verdict = _judge(snippet, python, run(snippet, python, abort))
        if verdict.holds:
            cache.save(snippet, python, verdict.recording, number)
        return verdict


def run(snippet: Snippet, python: Interpreter, abort: threading.Event, *, watch: bool = True) -> Recording:
    """Run a snippet once, as its promise says.

    Args:
        snippet: what to run.
        python: what to run it with.
        abort: ends the run when it is set.
        watch: whether to see who writes and what the processes do.
    """
    return terminal.run(snippet.path, python, **snippet.promise.how, watch=watch, abort=abort)


def _judge(snippet: Snippet, python: Interpreter, recording: Recording) -> Verdict:
    return Verdict(snippet, python, recording, match.judge(snippet.promise, recording))


def check_all(
    jobs: Iterable[tuple[Snippet, Interpreter]], *, cached: bool = False, number: int = 0, crowd: int = 1
) -> Iterator[Verdict]:
    """Check each pair of a snippet and a Python once; snippets that measure time come last, one by one.

    An interrupt ends all that runs before it goes on its way.

    Args:
        jobs: what to run, and with what; asked for a job when there is room for one.
        cached: take runs from the cache, and put new ones there.
        number: which of several runs in the cache.
        crowd: how many runs at once there may be for each processor, and two more, since most of them wait much.
    """
    abort = threading.Event()
    alone: list[tuple[Snippet, Interpreter]] = []

    def work(job: tuple[Snippet, Interpreter]) -> Verdict:
        return check(*job, cached=cached, number=number, abort=abort)

    def together() -> Iterator[tuple[Snippet, Interpreter]]:
        for job in jobs:
            if job[0].promise.settings.alone:
                alone.append(job)
            else:
                yield job

    yield from side_by_side(work, together(), abort, workers=crowd * (os.cpu_count() or 1) + 2)
    yield from side_by_side(work, alone, abort, workers=1)
