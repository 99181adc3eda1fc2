"""`python -m mutants`: changes each snippet in ways that matter, and expects its promise to refuse every one.

A mutant that keeps the promise in all of its runs is a survivor, unless no process ever runs what was changed.
`mutants/survivors.toml` explains those that change nothing that a reader can see; any other shows what a promise
leaves open.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import difflib
import json
import os
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mutants.mutate import OPERATORS, Mutant, mutants
from witness import interpreter, signals, snippet
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.promise import condition, match
from witness.recording import Recording
from witness.run import terminal
from witness.snippet import Snippet

SNIPPETS = Path("snippets")
SURVIVORS = Path("mutants/survivors.toml")
SHARE = 0.97
RUNS = 20
"""A mutant survives if it keeps the promise this often: one that is refused every other time is found out by then."""
WORKERS = 4 * (os.cpu_count() or 1)
"""More than cores, so that whoever does not wait is overtaken."""

Answer = TypeVar("Answer")
Key = tuple[str, str, str, str, int]
"""A mutant's snippet, operator, line before and after, and which of those alike it is."""


@dataclass(frozen=True)
class Explained:
    """An entry of the list."""

    key: Key
    when: str
    """A condition as in a promise: on which Pythons, platforms and start methods it survives; empty for all."""
    sometimes: bool
    """Whether it changes only what is likely, so that luck decides; it is not run, and counts as not refused."""
    because: str


@dataclass(frozen=True)
class Job:
    """A mutant to be run."""

    snippet: Snippet
    mutant: Mutant
    limit: float
    """Seconds for one run: a mutant that needs far longer than the snippet has changed something."""

    @property
    def key(self) -> Key:
        """What the list calls it."""
        return self.snippet.name, self.mutant.operator, self.mutant.was, self.mutant.now, self.mutant.nth


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SNIPPET", help="only these; without a name, all")
    parser.add_argument("--python", default=sys.executable, metavar="PY")
    options = parser.parse_args(arguments)
    signals.heed()
    try:
        if sys.platform == "win32":
            raise Mistake(terminal.WINDOWS)
        return _main(options.names, interpreter.ask(options.python))
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except signals.Stopped as stopped:
        print(f"stopped by {stopped.signal.name}; nothing that it started is left", file=sys.stderr)
        return 128 + stopped.signal


def _main(names: list[str], python: Interpreter) -> int:
    begin = time.monotonic()
    snippets = snippet.find(SNIPPETS)
    unknown = [name for name in names if name not in snippets]
    if unknown or not snippets:
        raise Mistake(f"no such snippet: {', '.join(unknown)}; there are {', '.join(snippets) or 'none'}")
    chosen = [s for s in map(snippets.__getitem__, names or snippets) if not s.refuses(python)]
    listed = read(SURVIVORS)
    explained = {e.key: e for e in listed if condition.holds(e.when, python)}
    jobs = list(_jobs(chosen, python))
    lucky = {e.key for e in explained.values() if e.sometimes}
    fates = dict(_side_by_side(_fate, [job for job in jobs if job.key not in lucky], python))
    unreached = [job for job, fate in fates.items() if fate == "unreached"]
    jobs = [job for job in jobs if fates.get(job) != "unreached"]
    survivors = [job for job in jobs if fates.get(job) != "refused"]

    _table(jobs, survivors)
    surprises = [job for job in survivors if job.key not in explained]
    for job in surprises:
        print("\n" + _told(job))
    alive = {job.key for job in survivors}
    ran = {one.name for one in chosen}
    unknown_names = [e for e in listed if e.key[0] not in snippets]
    stale = [e for e in explained.values() if e.key[0] in ran and e.key not in alive]
    made = {job.key for job in [*jobs, *unreached]}
    for entry in [*unknown_names, *stale]:
        why = "it is refused now, or never runs" if entry.key in made else "there is no such mutant"
        print(f"\n{SURVIVORS}: take this entry out, {why}: {_called(entry.key)}")
    share = 1 - len(survivors) / len(jobs) if jobs else 1.0
    print(
        f"\n{len(jobs) - len(survivors)} of {len(jobs)} mutants refused ({share:.1%}), "
        f"{len(survivors) - len(surprises)} explained, {len(surprises)} not; "
        f"{len(unreached)} more change what never runs "
        f"({len(chosen)} snippets, Python {python.version}, {time.monotonic() - begin:.0f} s)"
    )
    few = not names and share < SHARE  # a few snippets say nothing about the share
    if few:
        print(f"at least {SHARE:.0%} have to be refused")
    return 1 if surprises or stale or unknown_names or few else 0


def read(path: Path) -> list[Explained]:
    """Read the list of survivors; there is none, if the file is not there.

    Raises:
        Mistake: it is not written as it should be.
    """
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Mistake(f"{path}: this is no TOML: {error}") from None
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: dict[str, object]) -> Explained:
    facts = {"when": "", "nth": 1, "sometimes": False} | entry
    kinds: dict[str, type] = {"snippet": str, "operator": str, "was": str, "now": str, "nth": int, "when": str}
    kinds |= {"sometimes": bool, "because": str}
    wrong = sorted(facts.keys() ^ kinds.keys()) or [n for n, kind in kinds.items() if not isinstance(facts[n], kind)]
    if wrong or not facts["because"]:
        raise Mistake(
            f"{path}: survivor {number}: {', '.join(wrong) or 'because'} is missing or wrong; "
            "write snippet, operator, was, now and because, and if need be nth, when and sometimes"
        )
    when = str(facts["when"])
    try:
        condition.check(when)
    except ValueError as error:
        raise Mistake(f"{path}: survivor {number}: no such condition: {error}") from None
    key = (str(facts["snippet"]), str(facts["operator"]), str(facts["was"]), str(facts["now"]), int(str(facts["nth"])))
    return Explained(key, when, facts["sometimes"] is True, str(facts["because"]))


def _jobs(chosen: list[Snippet], python: Interpreter) -> Iterator[Job]:
    """All mutants of the snippets, each of which has to keep its own promise first.

    Raises:
        Mistake: one does not.
    """
    originals = [Job(s, Mutant("", "", "", 1, range(0), s.source), s.promise.settings.limit) for s in chosen]
    limits = {}
    for job, (difference, recording) in _side_by_side(_run, originals, python):
        if difference is not None:
            raise Mistake(f"{job.snippet.name}: broken promise, before anything was changed\n{difference}")
        limits[job.snippet.name] = min(job.limit, 3 + 10 * recording.duration)
    for one in chosen:
        for mutant in mutants(one.source):
            yield Job(one, mutant, limits[one.name])


def _run(job: Job, python: Interpreter, abort: threading.Event) -> tuple[str | None, Recording]:
    """Run it once under the snippet's own file name; what breaks the promise, and the run."""
    promised = job.snippet.promise
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        path = Path(folder) / job.snippet.path.name
        path.write_bytes(job.mutant.source.encode())
        recording = terminal.run(path, python, **promised.settings.how | {"limit": job.limit}, abort=abort)
    return match.judge(promised, recording).difference, recording


def _fate(job: Job, python: Interpreter, abort: threading.Event) -> str:
    """`refused` at the first broken promise; `unreached` if no process ever runs what was changed; or `survives`."""
    reached = False
    for turn in range(RUNS):
        difference, recording = _run(job, python, abort)
        if difference is not None:
            return "refused"
        numbers = [ran.line for ran in recording.ran]
        # Where lines are not recorded, or so many that the recording may be cut, nobody knows.
        reached = reached or not 0 < len(numbers) < 900 or any(number in job.mutant.lines for number in numbers)
        if turn and not reached:
            return "unreached"
    return "survives"


def _side_by_side(
    work: Callable[[Job, Interpreter, threading.Event], Answer], jobs: list[Job], python: Interpreter
) -> list[tuple[Job, Answer]]:
    """Each job with its answer, in the order of the jobs; an interrupt ends all that runs."""
    abort = threading.Event()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(work, job, python, abort) for job in jobs]
        try:
            return [(job, future.result()) for job, future in zip(jobs, futures, strict=True)]
        except BaseException:
            abort.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _table(jobs: list[Job], survivors: list[Job]) -> None:
    """What came of each operator."""
    made, left = (Counter(job.mutant.operator for job in some) for some in (jobs, survivors))
    print(f"{'operator':14}{'mutants':>8}{'refused':>8}{'survive':>8}")
    for name in OPERATORS:
        if made[name]:
            print(f"{name:14}{made[name]:8}{made[name] - left[name]:8}{left[name]:8}")


def _told(job: Job) -> str:
    """A survivor: what the list would call it, and its difference."""
    before, after = job.snippet.source.splitlines(), job.mutant.source.splitlines()
    name = str(job.snippet.path)
    difference = "\n".join(difflib.unified_diff(before, after, name, "survives", n=1, lineterm=""))
    return f"{job.snippet.promise.path} does not refuse this:\n{difference}\n{_called(job.key)}"


def _called(key: Key) -> str:
    """A mutant as the list has it."""
    fields = dict(zip(("snippet", "operator", "was", "now"), key[:4], strict=True))
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["[[survivor]]", *lines, *([f"nth = {key[4]}"] if key[4] > 1 else [])])


if __name__ == "__main__":
    sys.exit(main())
