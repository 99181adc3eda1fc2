"""`draft`: a promise for a program that has none."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from witness import interpreter
from witness.check import atomic, draft
from witness.commands import options
from witness.errors import Mistake


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what may be written behind `draft`."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=options.count, default=20, metavar="N")
    options.declare_timeout(parser, "end a run")
    parser.add_argument("--force", action="store_true", help="write over the promise that is there")


def main(asked: argparse.Namespace) -> int:
    """Draft a promise and put it beside its program."""
    if asked.file.suffix != ".py":
        raise Mistake(f"{asked.file}: this is no Python file")
    path = asked.file.with_suffix(".promise")
    if path.exists() and not asked.force:
        raise Mistake(f"{path}: there is a promise already; --force writes over it")
    text = draft.draft(asked.file, interpreter.ask(), asked.runs, asked.timeout)
    atomic.write(path, text.encode())
    print(text, end="")
    print(f"\nwritten to {path}: read it, take out what was luck, and strengthen what it leaves open", file=sys.stderr)
    return 0
