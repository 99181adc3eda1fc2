"""What the command line can ask for: `run`, `check`, `evidence`, `draft`, each in a file of its own.

A command's file has `declare`, which says what may be written behind its name, and `main`, which does it and returns
the exit code. It is imported when it is asked for, so that no command waits for what only another needs. What several
of them understand alike, names, paths and Pythons, is in `options`.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
from collections.abc import Callable

from witness import invocation, signals
from witness.errors import Mistake, meant

COMMANDS = {
    "run": "run any Python file, and tell what it printed and what its processes did",
    "check": "hold programs to their promises: snippets by name, others by path",
    "evidence": "run snippets many times on every CPython here, and keep what was seen; "
    "without names, those that changed",
    "draft": "write a promise for a program that has none, from repeated runs",
}


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for.

    Returns:
        The exit code: 0 if all is well, 1 if a promise is broken or a run has problems, 2 for a mistake that is told,
        128 + n if signal n stopped us.
    """
    words = sys.argv[1:] if arguments is None else arguments
    return answer(lambda: _do(words))


def answer(do: Callable[[], int]) -> int:
    """Do something for whoever typed a command; a mistake, a stop, a full disk are each told in one sentence.

    Returns:
        The exit code.
    """
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale: what programs print is UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signals.heed()
    try:
        return do()
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except signals.Stopped as stopped:
        print(f"stopped by {stopped.signal.name}; nothing that it started is left", file=sys.stderr)
        return 128 + stopped.signal
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(__package__.partition(".")[0]):
            raise
        print(
            f"{sys.executable} has no {error.name}, which is needed; "
            "in a checkout, use `uv run python`, or `.nox/tests/bin/python` once `nox -s tests` has run",
            file=sys.stderr,
        )
        return 2
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:  # a full disk, a folder that cannot be written to: the machine's, not ours
        print(f"{error.filename or 'this machine'}: {error.strerror or error}", file=sys.stderr)
        return 2


def _do(words: list[str]) -> int:
    asked = words[0] if words else ""
    if asked and asked[0] != "-" and asked not in COMMANDS:
        raise Mistake(f"no such command: {asked}; {meant(asked, COMMANDS)}")
    parser = argparse.ArgumentParser(
        prog=invocation.command(),
        description="Run a program and see what its processes did; hold it to a promise; draft one.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        sub = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        if name == asked:
            command = importlib.import_module(f"{__name__}.{name}")
            command.declare(sub)
    options, more = parser.parse_known_args(words)
    if more and more[0][0] != "-":
        raise Mistake(f"{asked}: {more[0]} is one too many")
    if more:
        known = re.findall(r"(?<![\w-])--[a-z-]+", commands.choices[asked].format_help())
        raise Mistake(f"{asked}: no such option: {more[0]}; {meant(more[0], dict.fromkeys(known))}")
    if sys.platform == "win32":
        from witness.run import terminal  # noqa: PLC0415 - only to say so

        raise Mistake(terminal.WINDOWS)
    return int(command.main(options))
