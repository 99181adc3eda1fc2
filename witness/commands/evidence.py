"""`evidence`: snippets run many times, and what was seen kept."""

from __future__ import annotations

import argparse
import contextlib
import sys

from witness.check import evidence
from witness.check.busy import keep_busy
from witness.check.verdict import check_all
from witness.commands import options


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what may be written behind `evidence`."""
    parser.add_argument("names", nargs="*", metavar="SNIPPET")
    parser.add_argument(
        "--runs",
        type=options.count,
        default=200,
        metavar="N",
        help="so many on a busy machine, a quarter of it on a quiet one (200)",
    )
    options.declare_pythons(parser)


def main(asked: argparse.Namespace) -> int:
    """Gather evidence; 1 if a promise is broken."""
    chosen = options.named(asked.names)
    if not asked.names:
        chosen = [one for one in chosen if sys.platform not in evidence.of(one)]
    pythons = options.pythons(asked.python, "all")
    print(f"snippets: {len(chosen)}; Python {' '.join(python.version for python in pythons)}", flush=True)
    gathered = {one.name: evidence.Gathering(one) for one in chosen}
    for busy, runs in ((True, asked.runs), (False, -(-asked.runs // 4))):
        with keep_busy() if busy else contextlib.nullcontext():
            for verdict in check_all(options.jobs(chosen, pythons, runs), crowd=options.CROWD if busy else 1):
                if verdict.holds:
                    if one := gathered.get(verdict.snippet.name):
                        one.add(verdict, busy=busy)
                else:
                    gathered.pop(verdict.snippet.name, None)
                    print(verdict.report(), flush=True)
    path = evidence.save(sys.platform, {name: one.evidence() for name, one in gathered.items()})
    print(f"written to {path}: {', '.join(gathered) or 'nothing new'}")
    return 0 if len(gathered) == len(chosen) else 1
