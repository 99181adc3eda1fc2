"""What being watched costs a snippet: `python benchmarks/observer.py [--runs N] [--python PY] [SNIPPET …]`.

Each snippet is run in turn in three ways, again and again: not watched at all, its processes watched, its lines
followed too. The supervisor is there each time, and its clock counts: from the moment before it makes the program until
the last process has ended. The exit code is 1 if watching adds more to a snippet than the larger of a tenth and 30 ms,
by its median run and by its fastest: some snippets take a random time, and a machine may have other work.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from witness import interpreter, snippet
from witness.interpreter import Interpreter
from witness.run import assemble, events, terminal
from witness.snippet import Snippet

WAYS = ("plain", "watched", "lines")
ENVIRONMENT = terminal.environment


def unwatched(*arguments: Any) -> dict[str, str]:
    """The environment of a program into which no observer comes."""
    return {name: value for name, value in ENVIRONMENT(*arguments).items() if name != "PYTHONPATH"}


def kept(folder: Path, *_: object, **__: object) -> float:
    """How many seconds the supervisor kept a program."""
    moments = [event[0] for event in events.read(folder / "supervisor.log")[0]]
    return float(moments[-1] - moments[0]) / 1e9


def seconds(one: Snippet, python: Interpreter, way: str) -> float:
    """How long a snippet runs."""
    environment = unwatched if way == "plain" else ENVIRONMENT
    promise = one.promise
    with mock.patch.object(terminal, "environment", environment), mock.patch.object(assemble, "read", kept):
        took: Any = terminal.run(one.path, python, **promise.settings.how | {"lines": way == "lines"})
    return float(took)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SNIPPET")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--python", default=sys.executable, metavar="PY")
    options = parser.parse_args()
    python = interpreter.ask(options.python)
    snippets = snippet.find(Path(__file__).parents[1] / "snippets")
    chosen = [snippets[name] for name in options.names or snippets]
    chosen = [one for one in chosen if not one.refuses(python)]

    print(f"Python {python.version}, medians of {options.runs} runs\n")
    print(f"{'snippet':24}{'plain':>11}{'watched':>11}{'lines':>11}{'watched':>10}{'lines':>8}", flush=True)
    added: dict[str, float] = {}
    slow = []
    for one in chosen:
        took: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(options.runs):
            for way in WAYS:
                took[way].append(seconds(one, python, way))
        plain, watched, lines = (statistics.median(took[way]) for way in WAYS)
        added[one.name] = min(lines - plain, min(took["lines"]) - min(took["plain"]))
        if added[one.name] > max(0.1 * plain, 0.03):
            slow.append(one.name)
        times = "".join(f"{1000 * time:8.1f} ms" for time in (plain, watched, lines))
        print(f"{one.name:24}{times}{watched / plain:9.2f}x{lines / plain:7.2f}x", flush=True)
    worst = max(added, key=lambda name: added[name])
    print(f"\nthe worst: {worst}, {1000 * added[worst]:+.1f} ms")
    if slow:
        print(f"more than the larger of a tenth and 30 ms: {', '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
