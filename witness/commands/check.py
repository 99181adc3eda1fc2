"""`check`: snippets held to their promises."""

from __future__ import annotations

import argparse
import contextlib

from witness.check.busy import CROWD, keep_busy
from witness.check.verdict import check_all
from witness.commands import options


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what may be written behind `check`."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="SNIPPET",
        help="a name in ./snippets, or the path of a program or of a folder; without any, all in ./snippets",
    )
    parser.add_argument("--runs", type=options.count, default=1, metavar="N")
    options.declare_pythons(parser)
    parser.add_argument("--every-method", action="store_true", help="under every start method, not only the default")
    parser.add_argument("--busy", action="store_true", help="beside more busy processes than there are processors")


def main(asked: argparse.Namespace) -> int:
    """Hold each run to its promise; 1 if one is broken."""
    chosen = options.chosen(asked.words)
    pythons = options.pythons(asked.python)
    if asked.every_method:
        pythons = [python.starting(method) for python in pythons for method in python.methods]
    jobs = options.jobs(chosen, pythons, asked.runs)
    broken = 0
    with keep_busy() if asked.busy else contextlib.nullcontext():
        for verdict in check_all(jobs, crowd=CROWD if asked.busy else 1):
            if not verdict.holds:
                broken += 1
                print(verdict.report(), flush=True)
    versions = " ".join(dict.fromkeys(python.version for python in pythons))
    print(f"{len(jobs) - broken} of {len(jobs)} runs kept their promise (snippets: {len(chosen)}; Python {versions})")
    return 1 if broken else 0
