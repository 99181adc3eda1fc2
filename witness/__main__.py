"""`python -m witness`: run a program and see what its processes did; check promises; draft one."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from witness import check, draft, interpreter, promise, run, snippet
from witness.ending import ending
from witness.errors import Mistake

SNIPPETS = Path("snippets")


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
    many.add_argument("--python", nargs="+", default=[sys.executable], metavar="PY")
    many.set_defaults(do=_check)

    new = commands.add_parser("draft", help="write a promise for a snippet that has none, from repeated runs")
    new.add_argument("file", type=Path)
    new.add_argument("--runs", type=_count, default=20, metavar="N")
    new.add_argument("--force", action="store_true", help="write over the promise that is there")
    new.set_defaults(do=_draft)

    options = parser.parse_args(arguments)
    try:
        if sys.platform == "win32":
            raise Mistake(run.WINDOWS)
        return int(options.do(options))
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of runs")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(promise.SECONDS, text) or float(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds, up to 99999")
    return float(text)


def _run(options: argparse.Namespace) -> int:
    python = interpreter.ask(options.python)
    recording = run.run(options.file, python, limit=options.timeout, stdout="pipe" if options.pipe else "terminal")
    if options.json:
        print(recording.to_json())
    else:
        print(recording.output, end="" if recording.output.endswith("\n") or not recording.output else "\n")
        for process in recording.processes:
            what = f"{process.role} {process.name}".strip()
            how = "nobody knows how it ended" if process.exit_code is None else ending(process.exit_code)
            lived = f"[{process.start:7.3f} – {process.end:7.3f} s]"
            print(f"{lived} {process.pid} {what}, child of {process.ppid}, {how}")
    for problem in recording.problems:
        print(f"{options.file}: {problem}", file=sys.stderr)
    return 1 if recording.problems else 0


def _check(options: argparse.Namespace) -> int:
    snippets = snippet.find(SNIPPETS)
    if not snippets:
        raise Mistake(f"there are no snippets in {SNIPPETS.absolute()}; run this in the root of the repository")
    unknown = [name for name in options.names if name not in snippets]
    if unknown:
        raise Mistake(f"no such snippet: {', '.join(unknown)}; there are {', '.join(snippets) or 'none'}")
    chosen = [snippets[name] for name in options.names or snippets]
    pythons = [interpreter.ask(python) for python in options.python]
    jobs = []
    for one in chosen:
        for python in pythons:
            refusal = one.refuses(python.feature, python.platform)
            if refusal:
                print(f"skipped: {refusal} (Python {python.version})")
            else:
                jobs += [(one, python)] * options.runs
    broken = 0
    for verdict in check.check_all(jobs):
        if not verdict.kept:
            broken += 1
            print(verdict.report())
    print(
        f"{len(jobs) - broken} of {len(jobs)} runs kept their promise ({len(chosen)} snippets, {len(pythons)} Pythons)"
    )
    return 1 if broken else 0


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
