"""`python -m mutants`: changes each snippet in ways that matter, and expects its promise to refuse every one."""

from __future__ import annotations

import argparse
import difflib
import functools
import sys
import time
from collections import Counter
from pathlib import Path

from mutants.fates import Job, each, fate, made
from mutants.mutate import OPERATORS
from mutants.survivors import entry, read
from witness import commands, interpreter, snippet
from witness.commands import options
from witness.interpreter import Interpreter
from witness.promise import condition

SURVIVORS = Path("mutants/survivors.toml")
SHARE = 0.97
"""Where something that does not happen is the lesson, much may be changed and nothing is seen; each is explained."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SNIPPET", help="only these; without a name, all")
    parser.add_argument("--python", metavar="PY", help="instead of ours, and of a newer one where a snippet needs it")
    asked = parser.parse_args(arguments)
    return commands.answer(lambda: _main(asked.names, asked.python and interpreter.ask(asked.python)))


def _main(names: list[str], python: Interpreter | None) -> int:
    begin = time.monotonic()
    snippets = snippet.find()
    pythons = {one: python or one.python() for one in options.named(names)}
    chosen = {one: runs for one, runs in pythons.items() if runs and not one.refuses(runs)}
    named = {one.name: runs for one, runs in chosen.items()}
    listed = read(SURVIVORS)
    explained = {e.key: e for e in listed if e.key[0] in named and condition.holds(e.when, named[e.key[0]])}
    jobs = list(made(chosen))
    lucky = {e.key for e in explained.values() if e.sometimes}
    fates = dict(each(fate, [job for job in jobs if job.key not in explained]))
    fates |= each(functools.partial(fate, explained=True), [job for job in jobs if job.key in explained.keys() - lucky])
    unreached = [job for job, came in fates.items() if came == "unreached"]
    jobs = [job for job in jobs if fates.get(job) != "unreached"]
    survivors = [job for job in jobs if fates.get(job) != "refused"]

    _table(jobs, survivors)
    surprises = [job for job in survivors if job.key not in explained]
    for job in surprises:
        print("\n" + _told(job))
    alive = {job.key for job in survivors}
    unknown_names = [e for e in listed if e.key[0] not in snippets]
    stale = [e for e in explained.values() if e.key not in alive]
    known = {job.key for job in [*jobs, *unreached]}
    for one in [*unknown_names, *stale]:
        why = "it is refused now, or never runs" if one.key in known else "there is no such mutant"
        print(f"\n{SURVIVORS}: take this entry out, {why}: {entry(one.key)}")
    versions = ", ".join(sorted({runs.version for runs in chosen.values()}))
    share = 1 - len(survivors) / len(jobs) if jobs else 1.0
    print(
        f"\n{len(jobs) - len(survivors)} of {len(jobs)} mutants refused ({share:.1%}), "
        f"{len(survivors) - len(surprises)} explained, {len(surprises)} not; "
        f"{len(unreached)} more change what never runs "
        f"({len(chosen)} snippets, Python {versions}, {time.monotonic() - begin:.0f} s)"
    )
    few = not names and share < SHARE  # a few snippets say nothing about the share
    if few:
        print(f"at least {SHARE:.0%} have to be refused")
    return 1 if surprises or stale or unknown_names or few else 0


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
    return f"{job.snippet.promise.path} does not refuse this:\n{difference}\n{entry(job.key)}"


if __name__ == "__main__":
    sys.exit(main())
