"""`evidence`: snippets run many times, and what was seen kept."""

from __future__ import annotations

import argparse
import sys

from witness import snippet
from witness.check import evidence
from witness.check.counts import Evidence
from witness.check.gather import gather
from witness.check.verdict import Verdict
from witness.commands import options
from witness.promise.settings import PLATFORMS


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what may be written behind `evidence`."""
    parser.add_argument("names", nargs="*", metavar="SNIPPET")
    parser.add_argument(
        "--runs",
        type=options.count,
        default=200,
        metavar="N",
        help="so many with each Python on a busy machine, a quarter of it on a quiet one (200); "
        "and as many that nobody watches",
    )
    options.declare_pythons(parser)


def main(asked: argparse.Namespace) -> int:
    """Gather evidence, and keep that about each snippet as soon as it is whole; 1 if a promise is broken."""
    chosen = options.named(asked.names)
    known = snippet.find()
    if gone := {name: None for platform in PLATFORMS.values() for name in evidence.drop(platform, known)}:
        print(f"dropped, for there are no such snippets: {', '.join(gone)}")
    if not asked.names:
        chosen = [one for one in chosen if sys.platform not in evidence.of(one)]
    if chosen:
        evidence.save(sys.platform, {})  # where it cannot be kept, none is gathered
    pythons = options.pythons(asked.python, "all")
    print(f"snippets: {len(chosen)}; Python {' '.join(python.version for python in pythons)}", flush=True)
    done = []
    try:
        for number, one in enumerate(chosen, 1):
            before = evidence.of(one).get(sys.platform)
            able = list(dict.fromkeys(python for _, python in options.jobs([one], pythons, 1)))
            if not able:
                continue
            found = gather(one, able, asked.runs, f"{one.name} ({number} of {len(chosen)})")
            if isinstance(found, Evidence):
                evidence.save(sys.platform, {one.name: found})
                done.append(one.name)
                was = before.told() if before else "nothing"
                print(f"{one.name}: was {was}; is {evidence.of(one)[sys.platform].told()}", flush=True)
            else:
                print(found.report() if isinstance(found, Verdict) else found, flush=True)
    finally:
        print(f"written to {evidence.path(sys.platform)}: {', '.join(done) or 'nothing new'}", flush=True)
    return 0 if len(done) == len(chosen) else 1
