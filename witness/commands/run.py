"""`run`: any Python file, and what its processes did."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from witness import interpreter
from witness.commands import options
from witness.ending import ending
from witness.run import terminal


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what may be written behind `run`."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--python", default=sys.executable, metavar="PY")
    options.declare_timeout(parser, "end it")
    parser.add_argument("--pipe", action="store_true", help="its output goes into a pipe, not to a terminal")
    parser.add_argument("--json", action="store_true", help="print the whole recording")


def main(asked: argparse.Namespace) -> int:
    """Run it once; 1 if the run has problems."""
    python = interpreter.ask(asked.python)
    recording = terminal.run(asked.file, python, limit=asked.timeout, stdout="pipe" if asked.pipe else "terminal")
    if asked.json:
        print(recording.to_json())
    else:
        print(recording.output, end="" if recording.output.endswith("\n") or not recording.output else "\n")
        for process in recording.processes:
            what = f"{process.role} {process.name}".strip()
            lived = f"[{process.start:7.3f} – {process.end:7.3f} s]"
            print(f"{lived} {process.pid} {what}, child of {process.ppid}, {ending(process.ended)}")
    sys.stdout.flush()  # where both go into one file, this comes last as on a terminal
    if recording.problems or not asked.json:
        print(f"{asked.file}: {recording.ending}", file=sys.stderr)
    for note in recording.notes:
        print(f"{asked.file}: {note}", file=sys.stderr)
    return 1 if recording.problems else 0
