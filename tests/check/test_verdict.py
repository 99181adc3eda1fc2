"""Many snippets are checked beside one another, where they allow it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.check.site import PROMISE, Site
from witness import interpreter, snippet
from witness.check import verdict
from witness.errors import Mistake
from witness.recording import Recording
from witness.run import terminal


def test_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    promises = {"one": PROMISE, "two": PROMISE.replace("exit 3", "exit 0"), "three": "alone = yes\n" + PROMISE}
    for name, promise in promises.items():
        site.write(f"fork/{name}", promise=promise)
    found = snippet.find(Path("snippets"))
    verdicts = list(verdict.check_all([(one, interpreter.ask()) for one in found.values()]))
    assert {verdict.snippet.name: verdict.holds for verdict in verdicts} == {"one": True, "two": False, "three": True}
    assert verdicts[-1].snippet.name == "three"


def test_mistake_among_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    site.write("fork/good")
    site.write("fork/silent", promise=None)
    jobs = [(one, interpreter.ask()) for one in snippet.find(Path("snippets")).values()]
    with pytest.raises(Mistake, match="silent"):
        list(verdict.check_all(jobs))


def test_what_measures_time_runs_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    meet = """\
import os, time
open(os.path.basename(__file__) + ".here", "w").close()
while len([name for name in os.listdir() if name.endswith(".here")]) < 2:
    time.sleep(0.001)
"""
    for name in "one", "two":  # each waits for the other, so that they do run side by side
        site.write(f"fork/{name}", meet, "main: exit 0\n")
    for name in "clock", "watch":
        site.write(f"fork/{name}", "", "alone = yes\n\nmain: exit 0\n")
    running: set[str] = set()
    met: set[frozenset[str]] = set()
    real = terminal.run

    def watched(program: Path, *arguments: Any, **settings: Any) -> Recording:
        running.add(program.stem)
        met.add(frozenset(running))
        try:
            return real(program, *arguments, **settings)
        finally:
            running.remove(program.stem)

    monkeypatch.setattr(terminal, "run", watched)
    found = snippet.find(Path("snippets")).values()
    verdicts = list(verdict.check_all([(one, interpreter.ask()) for one in found]))
    assert [verdict.report() for verdict in verdicts if not verdict.holds] == []
    assert {both for both in met if len(both) > 1} == {frozenset({"one", "two"})}
