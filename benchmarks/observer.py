"""What being watched costs: `python benchmarks/observer.py [--runs N] [--python PY] [PROGRAM …]`.

Each program, a snippet or one of those below, is run in turn in three ways, again and again: not watched at all, its
processes watched, its lines followed too. The supervisor is there each time, and all counts that the caller waits for:
the program, and putting its recording together. Watching may add to a program the larger of 30 ms and a share: a tenth,
on Python 3.11 half, for it tells of every call or of none; and as much again of one that does nothing but call a
function that is watched. The exit code is 1 if it adds more by the median run and by the fastest: some take a random
time, and a machine may have other work.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from witness import interpreter, snippet
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.run import terminal

WAYS: dict[str, dict[str, bool]] = {
    "plain": {"watch": False},
    "watched": {"lines": False},
    "lines": {},
}
LIBRARY = {
    "shuffle": "import random\nrandom.shuffle(list(range(400_000)))\n",
    "queue": """
import queue, threading
def take():
    for _ in range(100_000):
        items.get()
items = queue.Queue()
thread = threading.Thread(target=take)
thread.start()
for n in range(100_000):
    items.put(n)
thread.join()
""",
    "exceptions": """
import collections
empty = collections.UserDict()
for n in range(300_000):
    empty.get(n)
""",
    "own_lines": "total = 0\nfor n in range(3_000_000):\n    total += n\n",
    "own_calls": "def step(n):\n    return n\nfor n in range(1_000_000):\n    step(n)\n",
    "pipe": """
import os
end, other_end = os.pipe()
for _ in range(100_000):
    os.write(other_end, b"x")
    os.read(end, 1)
""",
    "values": """
from multiprocessing import Value
total = Value("i", 0)
for _ in range(100_000):
    total.value += 1
""",
    "messages": """
import multiprocessing
def put(queue, end):
    for n in range(500):
        queue.put(n)
        end.send(n)
if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    queue, (end, other_end) = context.Queue(), context.Pipe()
    process = context.Process(target=put, args=(queue, other_end))
    process.start()
    for _ in range(500):
        queue.get(), end.recv()
    process.join()
""",
    "locks": """
import multiprocessing
lock, value = multiprocessing.Lock(), multiprocessing.Value("i")
for _ in range(10_000):
    with lock:
        pass
    value.value += 1
""",
    "prints": "for n in range(500):\n    print(n)\n",
    "spawned": """
import multiprocessing
if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(abs, range(10_000), chunksize=10)
""",
}
"""Programs of a reader's kind that are no snippets."""


def programs(folder: Path, python: Interpreter, names: list[str]) -> dict[str, tuple[Path, dict[str, Any]]]:
    """The programs of these names, or all that run with a Python: where each lies, and how it is run.

    Raises:
        Mistake: there is none of that name.
    """
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for name, text in LIBRARY.items():
        program = folder / name / "program.py"  # none of them is to import another instead of a library
        program.parent.mkdir()
        program.write_text(text, encoding="utf-8")
        found[name] = program, {"limit": 60}
    for one in snippet.find(Path(__file__).parents[1] / "snippets").values():
        if not one.refuses(python):
            found[one.name] = one.path, one.promise.settings.how
    if unknown := [name for name in names if name not in found]:
        raise Mistake(f"no such program: {', '.join(unknown)}")
    return {name: found[name] for name in names or found}


def seconds(path: Path, python: Interpreter, how: dict[str, Any]) -> float:
    """How long it takes to run a program and to have its recording.

    Raises:
        Mistake: it cannot run, so there is nothing to measure.
    """
    begin = time.perf_counter()
    recording = terminal.run(path, python, **how)
    took = time.perf_counter() - begin
    if recording.problems or (path.parent.name in LIBRARY and recording.exit_code):
        raise Mistake(f"{path}: {'; '.join(recording.problems)}\n{recording.output[-2_000:]}")
    return took


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--python", default=sys.executable, metavar="PY")
    options = parser.parse_args()
    python = interpreter.ask(options.python)

    print(f"Python {python.version}, medians of {options.runs} runs\n")
    print(f"{'program':24}{'plain':>11}{'watched':>11}{'lines':>11}{'watched':>10}{'lines':>8}", flush=True)
    added: dict[str, float] = {}
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (path, how) in programs(Path(folder), python, options.names).items():
            took: dict[str, list[float]] = {way: [] for way in WAYS}
            for _ in range(options.runs):
                for way, watching in WAYS.items():
                    took[way].append(seconds(path, python, how | watching))
            plain, watched, lines = (statistics.median(took[way]) for way in WAYS)
            added[name] = min(lines - plain, min(took["lines"]) - min(took["plain"]))
            share = 1.0 if name == "pipe" else 0.5 if python.feature < (3, 12) else 0.1
            if added[name] > max(share * plain, 0.03):
                slow.append(name)
            times = "".join(f"{1000 * time:8.1f} ms" for time in (plain, watched, lines))
            print(f"{name:24}{times}{watched / plain:9.2f}x{lines / plain:7.2f}x", flush=True)
    worst = max(added, key=lambda name: added[name])
    print(f"\nthe worst: {worst}, {1000 * added[worst]:+.1f} ms")
    if slow:
        print(f"more than may be added: {', '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
