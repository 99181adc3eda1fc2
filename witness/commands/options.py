"""What several commands understand alike: snippets by their names, Pythons, numbers."""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

from witness import interpreter, invocation, snippet
from witness.errors import Mistake, meant
from witness.interpreter import Interpreter
from witness.promise import settings
from witness.recording import LIMIT
from witness.snippet import Snippet


def count(text: str) -> int:
    """A number of runs."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of runs")
    return int(text)


def seconds(text: str) -> float:
    """A time limit."""
    try:
        return settings.seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error} is expected") from None


def declare_timeout(parser: argparse.ArgumentParser, what: str) -> None:
    """Let `--timeout S` be written: after so many seconds we do `what`."""
    parser.add_argument(
        "--timeout", type=seconds, default=LIMIT, metavar="S", help=f"{what} after so many seconds ({LIMIT:g})"
    )


def declare_pythons(parser: argparse.ArgumentParser) -> None:
    """Let `--python PY` be written, several times if need be: it takes one value, so that it eats no name behind it."""
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="PY",
        help="a path or a name, or `all` for every CPython on this machine; may be given several times",
    )


def pythons(words: list[str], otherwise: str = sys.executable) -> list[Interpreter]:
    """The interpreters asked for, each once."""
    found: dict[Interpreter, None] = {}
    for word in words or [otherwise]:
        found |= dict.fromkeys(interpreter.everywhere() if word == "all" else [interpreter.ask(word)])
    return list(found)


def chosen(words: list[str]) -> list[Snippet]:
    """The snippets of these names, or at these paths; all of the site, if there are none.

    Raises:
        Mistake: there is no such snippet.
    """
    paths = [word for word in words if _is_path(word)]
    names = [word for word in words if word not in paths]
    found = named(names) if names or not words else []
    found += [one for path in paths for one in snippet.at(Path(path))]
    return list({one.path.resolve(): one for one in found}.values())


def _is_path(word: str) -> bool:
    """Whether it cannot be a snippet's name, or is none while something is at that path."""
    return not word.isidentifier() or (Path(word).exists() and word not in snippet.find())


def named(names: list[str]) -> list[Snippet]:
    """The snippets of the site with these names; all, if there are none.

    Raises:
        Mistake: there is no such snippet.
    """
    snippets = snippet.find()
    if not snippets:
        raise Mistake(
            f"there are no snippets in {snippet.FOLDER.absolute()}; "
            f"name a program that has a promise, or a folder of them: `{invocation.command('check', 'PATH')}`"
        )
    unknown = [name for name in names if name not in snippets]
    if unknown:
        raise Mistake("\n".join(f"no such snippet: {name}; {meant(name, snippets)}" for name in unknown))
    return [snippets[name] for name in dict.fromkeys(names) or snippets]


def jobs(snippets: list[Snippet], pythons: list[Interpreter], runs: int) -> list[tuple[Snippet, Interpreter]]:
    """Each snippet with each Python so many times, in turn; what cannot be is said."""
    found = []
    for one, python in itertools.product(snippets, pythons):
        if refusal := one.refuses(python):
            print(f"skipped: {refusal} (Python {python.version}, {python.start_method})")
        else:
            found.append((one, python))
    return found * runs
