"""Gathers evidence: runs a snippet many times, watched and not, on a busy machine and on a quiet one, and counts."""

from __future__ import annotations

import contextlib
import datetime
import functools
import itertools
import os
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from witness.check.busy import CROWD, keep_busy
from witness.check.counts import Counts, Evidence, Order, Tally, digests
from witness.check.parallel import side_by_side
from witness.check.progress import Progress
from witness.check.verdict import Verdict, check, run
from witness.interpreter import Interpreter
from witness.promise.draft.texts import NUMBER, shape
from witness.promise.language import Promise, Token
from witness.recording import Recording
from witness.snippet import Snippet

Said = tuple[tuple[str, str], ...]
Kind = tuple[str, bool]
"""The default start method, and whether the machine was busy."""


def gather(snippet: Snippet, pythons: list[Interpreter], runs: int, what: str) -> Evidence | Verdict | str:
    """Run a snippet often.

    Args:
        snippet: what to run.
        pythons: what to run it with, each one.
        runs: so many times with each Python on a busy machine, and a quarter of it on a quiet one; watched, and as
            often not.
        what: how its progress is called.

    Returns:
        What was seen; the first broken promise, which is no evidence; or what was wrong with a run that nobody watched.
    """
    gathering = Gathering(snippet)
    phases = ((True, runs), (False, -(-runs // 4)))
    with Progress(what, 2 * len(pythons) * sum(count for _, count in phases)) as progress:
        for busy, count in phases:
            abort = threading.Event()

            def once(job: tuple[Interpreter, bool], abort: threading.Event = abort) -> Verdict | Recording:
                python, watched = job
                return check(snippet, python, abort=abort) if watched else run(snippet, python, abort, watch=False)

            crowd = 1 if snippet.promise.settings.alone else (CROWD if busy else 1) * (os.cpu_count() or 1) + 1
            jobs = [job for _ in range(count) for job in itertools.product(pythons, (True, False))]
            with keep_busy() if busy else contextlib.nullcontext():
                for answer in side_by_side(once, jobs, abort, crowd):
                    progress.step()
                    if isinstance(answer, Recording):
                        if answer.problems:
                            return f"{snippet.name}: {'; '.join(answer.problems)} (Python {answer.python}, not watched)"
                        gathering.add_unwatched(answer, busy=busy)
                    elif answer.holds:
                        gathering.add(answer, busy=busy)
                    else:
                        return answer
    return gathering.evidence()


@dataclass
class Gathering:
    """Counts what runs of one snippet show."""

    snippet: Snippet
    pythons: dict[tuple[int, int], str] = field(default_factory=dict)
    orders: dict[tuple[str, ...], Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    texts: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The outputs, with numbers masked, of the runs in this order."""
    unwatched: dict[str, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    """By the output, with numbers masked."""
    methods: bool = False

    @functools.cached_property
    def choices(self) -> list[tuple[str, re.Pattern[str]]]:
        """The lines whose words belong to an order."""
        return choices(self.snippet.promise)

    def add(self, verdict: Verdict, *, busy: bool) -> None:
        """Count a run that was watched."""
        recording = verdict.recording
        self.pythons[verdict.python.feature] = recording.python
        self.methods |= any(process.role not in ("main", "fork", "program") for process in recording.processes)
        order = _told(script(verdict), self.choices)
        self.orders[order][recording.start_method, busy] += 1
        self.texts[order].add(masked(recording))

    def add_unwatched(self, recording: Recording, *, busy: bool) -> None:
        """Count a run that nobody watched."""
        self.unwatched[masked(recording)][recording.start_method, busy] += 1

    def evidence(self) -> Evidence:
        """What all runs so far have shown."""
        shared = Counter(text for some in self.texts.values() for text in some)
        found = []
        for order, counts in self.orders.items():
            alone: Counter[Kind] = sum((self.unwatched[text] for text in self.texts[order]), Counter())
            told = all(shared[text] == 1 for text in self.texts[order])
            found.append(Order(order, self._seen(counts), self._seen(alone) if told else None))
        strange = [counts for text, counts in self.unwatched.items() if text not in shared]
        program, promise = digests(self.snippet)
        return Evidence(
            program,
            promise,
            datetime.datetime.now(datetime.UTC).date().isoformat(),
            tuple(self.pythons[feature] for feature in sorted(self.pythons)),
            self._seen(sum(self.orders.values(), Counter())),
            tuple(found),
            0,
            self._seen(sum(self.unwatched.values(), Counter())),
            self._seen(sum(strange, Counter())),
        )

    def _seen(self, counts: Counter[Kind]) -> Counts:
        methods = sorted({method for method, _ in counts})
        if not self.methods and methods:
            return {"": Tally(*(sum(counts[method, busy] for method in methods) for busy in (False, True)))}
        return {method: Tally(counts[method, False], counts[method, True]) for method in methods}


def masked(recording: Recording) -> str:
    """The output without its numbers: what tells runs apart of which nobody knows the PIDs."""
    return "\n".join(shape(line.text).rstrip() for line in recording.lines)


def script(verdict: Verdict) -> Said:
    """Who said what in a run, line by line: names in place of PIDs, `#` in place of other numbers.

    The processes of a group are numbered in the order in which they first speak: which is which means nothing.
    """
    recording, cast = verdict.recording, verdict.outcome.names
    groups = {name for name, role in verdict.snippet.promise.cast.items() if role.group}
    names: dict[int, str] = {}

    def speaker(pid: int) -> str:
        if not pid:
            return "?"
        name = cast.get(pid, recording.by_pid[pid].role)
        if name not in groups:
            return name
        alike = sum(cast.get(other) == name for other in names)
        return names.setdefault(pid, f"{name} {alike + 1}")

    def word(found: re.Match[str]) -> str:
        name = cast.get(int(found[0])) if found[0].isdecimal() else None
        return f"{{{name}}}" if name else "#"

    return tuple(
        ("+".join(map(speaker, line.speakers)) or "?", NUMBER.sub(word, line.text)) for line in recording.lines
    )


def choices(promise: Promise) -> list[tuple[str, re.Pattern[str]]]:
    """The lines in which a text or a process may be one of several: their speakers, and what `script` makes of them.

    What such a line said belongs to an order. It is asked of the promise and not of the runs, so that runs of any day
    and any Python are told alike.
    """
    found = []
    for line in promise.lines:
        tokens = [part for part in line.parts if isinstance(part, Token)]
        if any(token.kind == "oneof" or len(token.names) > 1 for token in tokens):
            parts = [re.escape(shape(part)) if isinstance(part, str) else ".*" for part in line.parts]
            found.append((line.speaker, re.compile("".join(parts))))
    return found


def order(verdict: Verdict) -> tuple[str, ...]:
    """The order in which the processes spoke in a run, as evidence counts it."""
    return _told(script(verdict), choices(verdict.snippet.promise))


def _told(said: Said, choices: Iterable[tuple[str, re.Pattern[str]]]) -> tuple[str, ...]:
    """Who spoke, one after another; a line that has a choice is told with its words."""
    spoke: list[str] = []
    for speaker, words in said:
        is_choice = any(name == speaker and pattern.fullmatch(words) for name, pattern in choices)
        told = f"{speaker}: {words}" if is_choice else speaker
        if not spoke or spoke[-1] != told:
            spoke.append(told)
    return tuple(spoke)
