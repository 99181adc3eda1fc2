"""`python -m witness`: run a program and see what its processes did; check promises; draft one."""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import os
import re
import sys
from pathlib import Path

from witness import interpreter, signals, snippet
from witness.check import evidence
from witness.check.busy import keep_busy
from witness.check.verdict import check_all
from witness.ending import ending
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.promise import draft, language
from witness.run import terminal
from witness.snippet import Snippet

SNIPPETS = Path("snippets")
PYTHONS = "a path, a name, several, or `all` for every CPython on this machine"
CROWD = 4
"""Runs at once for each processor, when a machine is to be busy."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m witness", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("run", help="run any Python file, and tell what it printed and what its processes did")
    one.add_argument("file", type=Path)
    one.add_argument("--python", default=sys.executable, metavar="PY")
    one.add_argument("--timeout", type=_seconds, default=10.0, metavar="S", help="end it after so many seconds (10)")
    one.add_argument("--pipe", action="store_true", help="its output goes into a pipe, not to a terminal")
    one.add_argument("--json", action="store_true", help="print the whole recording")
    one.set_defaults(do=_run)

    many = commands.add_parser("check", help="hold snippets to their promises; without names, all of them")
    many.add_argument("names", nargs="*", metavar="SNIPPET")
    many.add_argument("--runs", type=_count, default=1, metavar="N")
    many.add_argument("--python", nargs="+", default=[sys.executable], metavar="PY", help=PYTHONS)
    many.add_argument("--every-method", action="store_true", help="under every start method, not only the default one")
    many.add_argument("--busy", action="store_true", help="beside more busy processes than there are processors")
    many.set_defaults(do=_check)

    long = commands.add_parser(
        "evidence",
        help="run snippets many times on every CPython here, and keep what was seen; without names, those that changed",
    )
    long.add_argument("names", nargs="*", metavar="SNIPPET")
    long.add_argument(
        "--runs",
        type=_count,
        default=200,
        metavar="N",
        help="so many on a busy machine, a quarter of it on a quiet one (200)",
    )
    long.add_argument("--python", nargs="+", default=["all"], metavar="PY", help=PYTHONS)
    long.set_defaults(do=_evidence)

    new = commands.add_parser("draft", help="write a promise for a snippet that has none, from repeated runs")
    new.add_argument("file", type=Path)
    new.add_argument("--runs", type=_count, default=20, metavar="N")
    new.add_argument("--force", action="store_true", help="write over the promise that is there")
    new.set_defaults(do=_draft)

    options = parser.parse_args(arguments)
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale: what programs print is UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signals.heed()
    try:
        if sys.platform == "win32":
            raise Mistake(terminal.WINDOWS)
        return int(options.do(options))
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except signals.Stopped as stopped:
        print(f"stopped by {stopped.signal.name}; nothing that it started is left", file=sys.stderr)
        return 128 + stopped.signal
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of runs")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(language.SECONDS, text) or float(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds, up to 99999")
    return float(text)


def _run(options: argparse.Namespace) -> int:
    python = interpreter.ask(options.python)
    recording = terminal.run(options.file, python, limit=options.timeout, stdout="pipe" if options.pipe else "terminal")
    if options.json:
        print(recording.to_json())
    else:
        print(recording.output, end="" if recording.output.endswith("\n") or not recording.output else "\n")
        for process in recording.processes:
            what = f"{process.role} {process.name}".strip()
            how = "nobody knows how it ended" if process.exit_code is None else ending(process.exit_code)
            lived = f"[{process.start:7.3f} – {process.end:7.3f} s]"
            print(f"{lived} {process.pid} {what}, child of {process.ppid}, {how}")
    if recording.problems or not options.json:
        print(f"{options.file}: {recording.ending}", file=sys.stderr)
    return 1 if recording.problems else 0


def _chosen(names: list[str]) -> list[Snippet]:
    """The snippets of these names; all, if there are none."""
    snippets = snippet.find(SNIPPETS)
    if not snippets:
        raise Mistake(f"there are no snippets in {SNIPPETS.absolute()}; run this in the root of the repository")
    unknown = [name for name in names if name not in snippets]
    if unknown:
        raise Mistake(f"no such snippet: {', '.join(unknown)}; there are {', '.join(snippets)}")
    return [snippets[name] for name in names or snippets]


def _pythons(words: list[str]) -> list[Interpreter]:
    return interpreter.everywhere() if words == ["all"] else [interpreter.ask(word) for word in words]


def _jobs(snippets: list[Snippet], pythons: list[Interpreter], runs: int) -> list[tuple[Snippet, Interpreter]]:
    """Each snippet with each Python so many times, in turn; what cannot be is said."""
    jobs = []
    for one, python in itertools.product(snippets, pythons):
        if refusal := one.refuses(python):
            print(f"skipped: {refusal} (Python {python.version}, {python.start_method})")
        else:
            jobs.append((one, python))
    return jobs * runs


def _check(options: argparse.Namespace) -> int:
    chosen = _chosen(options.names)
    pythons = _pythons(options.python)
    if options.every_method:
        pythons = [python.starting(method) for python in pythons for method in python.methods]
    jobs = _jobs(chosen, pythons, options.runs)
    broken = 0
    with keep_busy() if options.busy else contextlib.nullcontext():
        for verdict in check_all(jobs, crowd=CROWD if options.busy else 1):
            if not verdict.kept:
                broken += 1
                print(verdict.report(), flush=True)
    versions = " ".join(dict.fromkeys(python.version for python in pythons))
    print(f"{len(jobs) - broken} of {len(jobs)} runs kept their promise (snippets: {len(chosen)}; Python {versions})")
    return 1 if broken else 0


def _evidence(options: argparse.Namespace) -> int:
    chosen = _chosen(options.names)
    if not options.names:
        chosen = [one for one in chosen if sys.platform not in evidence.of(one)]
    pythons = _pythons(options.python)
    print(f"snippets: {len(chosen)}; Python {' '.join(python.version for python in pythons)}", flush=True)
    gathered = {one.name: evidence.Gathering(one) for one in chosen}
    for busy, runs in ((True, options.runs), (False, -(-options.runs // 4))):
        with keep_busy() if busy else contextlib.nullcontext():
            for verdict in check_all(_jobs(chosen, pythons, runs), crowd=CROWD if busy else 1):
                if verdict.kept:
                    if one := gathered.get(verdict.snippet.name):
                        one.add(verdict, busy=busy)
                else:
                    gathered.pop(verdict.snippet.name, None)
                    print(verdict.report(), flush=True)
    path = evidence.save(sys.platform, {name: one.evidence() for name, one in gathered.items()})
    print(f"written to {path}: {', '.join(gathered) or 'nothing new'}")
    return 0 if len(gathered) == len(chosen) else 1


def _draft(options: argparse.Namespace) -> int:
    if options.file.suffix != ".py":
        raise Mistake(f"{options.file}: this is no Python file")
    path = options.file.with_suffix(".promise")
    if path.exists() and not options.force:
        raise Mistake(f"{path}: there is a promise already; --force writes over it")
    text = draft.draft(options.file, interpreter.ask(), options.runs)
    path.write_text(text, encoding="utf-8")
    print(text, end="")
    print(f"\nwritten to {path}: read it, and strengthen what it leaves open", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
