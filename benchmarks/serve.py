"""How long a saved snippet takes to its page while `mkdocs serve` runs: `python benchmarks/serve.py [--rounds N]`.

A word of the snippet's output and of its promise is changed, both files are saved, and the page is asked for until the
new word stands on it. Beside it the snippet is run once by `python -m witness run`: what the save took more is the
figure. The page is that of one snippet.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from measure import Bound, environment, judge, timed, tree

from book.sites import SITES

PROGRAM = Path("snippets/fork/twice.py")
WORD = "before os.fork()"
"""Stands once in the program and once in its promise."""
PATIENCE = 120.0
"""Seconds until a page that does not change is a failure."""


@contextlib.contextmanager
def serving(folder: Path, language: str) -> Iterator[str]:
    """Serve a tree as `nox -s serve` does, on a free port; the address is that of the site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "mkdocs", "serve", "--config-file", SITES[language], "--dev-addr", f"127.0.0.1:{port}"]
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env=environment() | {"SEARCH": "no"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}/"
        except TimeoutError:
            print((folder / "serve.log").read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
            raise
        finally:
            server.terminate()
            server.wait()


def shown(address: str, text: str) -> None:
    """Ask for a page until a text stands on it.

    Raises:
        TimeoutError: it does not come.
    """
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address) as page:
            if text in re.sub(r"<[^>]*>", "", page.read().decode()):
                return
        time.sleep(0.02)
    raise TimeoutError(f"{address}: {text!r} did not come within {PATIENCE:g} seconds")


def replace(path: Path, old: str, new: str) -> None:
    """Save a file with a text changed, at once as editors do."""
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(text.replace(old, new), encoding="utf-8")
    unfinished.replace(path)


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    parser.add_argument("--language", choices=SITES, default="zh")
    options = parser.parse_args()
    more = []
    with tree() as folder:
        page, word = f"{PROGRAM.parent.name}/{PROGRAM.stem}", WORD
        with serving(folder, options.language) as address:
            shown(f"{address}{page}/", word)
            for number in range(options.rounds + 1):
                new = f"{WORD}, {number}"
                start = time.perf_counter()
                for file in PROGRAM.with_suffix(".promise"), PROGRAM:
                    replace(folder / file, word, new)
                shown(f"{address}{page}/", new)
                took, word = time.perf_counter() - start, new
                own = timed([sys.executable, "-m", "witness", "run", PROGRAM], folder).seconds
                print(f"  saved to page {took:.2f} s, its own run {own:.2f} s", file=sys.stderr, flush=True)
                more.append(took - own)
    more = more[1:]  # the first comes upon what is not read from the disk yet
    print(f"{page}.md ({options.language}), {options.rounds} saves")
    return judge(
        [
            Bound("saved to page less its own run, median", statistics.median(more), 1.5, "s"),
            Bound("the same, the slowest", max(more), None, "s"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
