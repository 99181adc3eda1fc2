"""What the benchmarks share: a copy of the site, a program timed with all its children, and a table of bounds."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from book import sites

ROOT = Path(__file__).parents[1]
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".nox", ".venv", ".machine", ".witness", ".*_cache", "__pycache__", "site", "tests", "benchmarks"
)


def environment() -> dict[str, str]:
    """What a contributor's build finds: this Python first on PATH, and nothing that changes how a Python runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return kept | sites.environment() | {"PATH": path}


@contextlib.contextmanager
def tree() -> Iterator[Path]:
    """A copy of this repository to build in, without any cached run; removed in the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = Path(folder).resolve() / "tree"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        yield copy


@dataclass(frozen=True)
class Took:
    """What a program took with all its processes."""

    seconds: float
    """From its start to the end of its last process."""
    cpu: float
    """Seconds of processors."""
    memory: float
    """The most that one of its processes had in memory at once, in MiB: `ru_maxrss` of `wait4`."""


def timed(
    command: Sequence[str | Path], folder: Path, *, may_fail: bool = False, limit: float = threading.TIMEOUT_MAX
) -> Took:
    """Run a program in a folder, until the last of its processes has ended.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        may_fail: whether its exit code says nothing.
        limit: the seconds after which it and its children are ended.

    Raises:
        SystemExit: it failed; what it said has been printed.
    """
    adopt()
    bystanders = {process.pid for process in psutil.Process().children()}  # such as a server that we started before
    with tempfile.TemporaryFile() as said:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            process_group=0,  # some programs send their group a signal
        )
        late = threading.Timer(limit, _end_all, [bystanders])
        late.start()
        _, status, usage = os.wait4(child.pid, 0)
        while left := [one for one in psutil.Process().children() if one.pid not in bystanders]:
            for orphan in left:  # such as a forkserver
                os.waitpid(orphan.pid, 0)
        late.cancel()
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode and not may_fail:
            said.seek(0)
            print(said.read().decode(errors="replace"), file=sys.stderr)
            sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}")
    memory = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return Took(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory)


@functools.cache
def adopt() -> None:
    """Become the parent of orphans on Linux, or else nobody would know what they took (`prctl(2)`)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_all(bystanders: set[int]) -> None:
    ours = [one for one in psutil.Process().children() if one.pid not in bystanders]
    for process in [*ours, *(below for one in ours for below in one.children(recursive=True))]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def build(folder: Path, language: str) -> Took:
    """Build one language of the site in `folder` as `nox -s docs` does."""
    return timed([sys.executable, *sites.building(language, folder / "site")], folder)


def in_turn(rounds: int, ways: dict[str, Callable[[], Took]]) -> dict[str, list[Took]]:
    """Do each thing in its turn, again and again, so that what slows the machine for a while slows all of them."""
    took: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            took[name].append(way())
            print(
                f"  {name}: {took[name][-1].seconds:.2f} s, {took[name][-1].cpu:.2f} s of processors",
                file=sys.stderr,
                flush=True,
            )
    return took


def median(took: list[Took]) -> float:
    """The median of the seconds."""
    return statistics.median(one.seconds for one in took)


@dataclass(frozen=True)
class Bound:
    """A measured figure and what it may be."""

    name: str
    figure: float
    limit: float | None = None
    """None where there is none, and the figure is told for comparison."""
    unit: str = "x"
    least: bool = False
    """Whether the limit is the least that it may be, and not the most."""

    @property
    def broken(self) -> bool:
        """Whether the figure is beyond its limit."""
        return self.limit is not None and (self.figure < self.limit if self.least else self.figure > self.limit)


def judge(bounds: list[Bound]) -> int:
    """Print a table of bounds; return the exit code, 1 if one is broken."""
    print()
    for bound in bounds:
        limit = "" if bound.limit is None else f"{'≥' if bound.least else '≤'} {bound.limit:g} {bound.unit}"
        verdict = "" if bound.limit is None else "BROKEN" if bound.broken else "ok"
        print(f"{bound.name:64}{bound.figure:9.2f} {bound.unit:4}{limit:>10}  {verdict}".rstrip(), flush=True)
    return int(any(bound.broken for bound in bounds))
