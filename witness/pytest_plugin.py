"""A pytest plugin: every `NAME.promise` that pytest meets is a test, in which NAME.py has to keep it.

pytest loads this wherever the witness is installed, so what a run needs is imported when the first promise is tested.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our option."""
    parser.getgroup("witness", "programs held to their promises").addoption(
        "--witness-runs",
        type=_count,
        default=1,
        metavar="N",
        help="run each program that has a promise so many times (1)",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise pytest.UsageError(f"--witness-runs: {text!r} is no number of runs")
    return int(text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take every promise."""
    return PromiseFile.from_parent(parent, path=file_path) if file_path.suffix == ".promise" else None


class PromiseFile(pytest.File):
    """The file of one promise."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its only test has the name of the program."""
        yield PromiseItem.from_parent(self, name=self.path.stem)


class PromiseItem(pytest.Item):
    """A program has to keep its promise, in each of the runs that were asked for."""

    def runtest(self) -> None:
        """Run the program; fail with the difference, as `witness check` prints it."""
        if problem := self._problem():
            pytest.fail(problem, pytrace=False)

    def _problem(self) -> str | None:
        from witness import interpreter, snippet
        from witness.check.verdict import check_all
        from witness.errors import Mistake
        from witness.run import terminal

        if sys.platform == "win32":
            pytest.skip(terminal.WINDOWS)
        here = Path.cwd()
        try:
            (one,) = snippet.at(self.path.relative_to(here) if self.path.is_relative_to(here) else self.path)
            python = one.python() or interpreter.ask()
            if refusal := one.refuses(python):
                pytest.skip(refusal)
            with _turn(self.config.rootpath, alone=one.promise.settings.alone):
                verdicts = check_all([(one, python)] * self.config.getoption("--witness-runs"))
                return next((verdict.report() for verdict in verdicts if not verdict.holds), None)
        except Mistake as mistake:
            return str(mistake)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test stands, and its title."""
        return self.path, None, self.name


@contextlib.contextmanager
def _turn(root: Path, *, alone: bool) -> Iterator[None]:
    """Let a program that measures time run beside no other, whichever worker of pytest-xdist has the other."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    folder = os.open(root, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks: they may meet
            fcntl.flock(folder, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)
