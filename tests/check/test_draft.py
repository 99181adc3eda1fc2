"""Drafts of real programs: run, judged by more runs, and written only if they hold."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from witness import interpreter
from witness.check import draft, verdict
from witness.commands import main
from witness.errors import Mistake
from witness.recording import Recording
from witness.run import terminal
from witness.snippet import Snippet

QUEUE = """\
from multiprocessing import Process, Queue

def consume(q):
    while (n := q.get()) is not None:
        print("got", n)

if __name__ == "__main__":
    q = Queue()
    p = Process(target=consume, args=(q,))
    for n in range(4):
        print("put", n)
        q.put(n)
    q.put(None)
    p.start()
    p.join()
    print("done")
"""
LEAVES = """\
from pathlib import Path

path = Path("counter")
path.write_text(path.read_text() + "x" if path.exists() else "x")
print("\\r50%", len(path.read_text()), "...")
print("...")
print("C:\\\\")
"""
HANG = """\
import os, signal

print("before")
if os.fork() == 0:
    signal.pause()
os.wait()
"""
CHAOS = """\
import os

for n in range(os.getpid() % 7):
    print("ab c"[: 1 + (os.getpid() + n) % 4])
    print(n * "x ")
"""


def drafted(folder: Path, program: str, runs: int = 4) -> Path:
    """Write a program, and its draft beside it."""
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    text = draft.draft(path, interpreter.ask(), runs)
    path.with_suffix(".promise").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("program", [QUEUE, LEAVES], ids=["queue", "leaves"])
def test_a_draft_holds(tmp_path: Path, program: str) -> None:
    path = drafted(tmp_path, program)
    verdicts = list(verdict.check_all([(Snippet(path), interpreter.ask())] * 4))
    assert [one.report() for one in verdicts if not one.holds] == []


def test_a_program_that_leaves_something_has_a_folder_of_its_own(tmp_path: Path) -> None:
    path = drafted(tmp_path, LEAVES, 2)
    assert path.with_suffix(".promise").read_text(encoding="utf-8").startswith("folder = own\n\nmain: exit 0\n")
    assert not (tmp_path / "counter").exists()


def test_a_hang_costs_one_run_and_says_where_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hang.py"
    path.write_text(HANG, encoding="utf-8")
    assert main(["draft", str(path), "--timeout", "2"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{path}: no draft of a run that has problems\n  it did not end within 2 seconds")
    assert said.count("did not end") == 1
    assert "its output until then:\n    parent | before\n" in said
    assert "    parent: line 6: os.wait()\n" in said
    assert "    child: line 5: signal.pause()\n" in said
    assert not path.with_suffix(".promise").exists()


def test_what_no_promise_can_say_is_said_with_its_variants(tmp_path: Path) -> None:
    with pytest.raises(Mistake) as caught:
        drafted(tmp_path, CHAOS, 12)
    assert "does not say the same in every run; in 12 runs it said" in str(caught.value)
    assert " times:\n    " in str(caught.value)


def test_a_draft_that_fresh_runs_do_not_keep_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first runs see one ending only."""
    paths = [tmp_path / str(code) / "two.py" for code in (0, 1)]
    for code, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(f"import sys\nsys.exit({code})\n", encoding="utf-8")
    made = itertools.count()
    real = terminal.run

    def run(_: Path, *arguments: Any, **settings: Any) -> Recording:
        return real(paths[next(made) > 6], *arguments, **settings)

    monkeypatch.setattr(terminal, "run", run)
    assert draft.draft(paths[0], interpreter.ask(), 4) == "main: exit 0 or exit 1\n"


def test_progress_and_a_promise_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hello.py"
    path.write_text("print('hello')\n", encoding="utf-8")
    assert main(["draft", str(path), "--runs", "2"]) == 0
    told = capsys.readouterr()
    assert told.out == "main: exit 0\n\nmain | hello\n"
    assert "hello.py: drafting from them: 2 runs …\nhello.py: holding the draft to them: 2 runs …\n" in told.err
    assert main(["draft", str(path), "--runs", "2"]) == 2
    assert "there is a promise already; --force writes over it" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hello.py"
    path.write_text("print('hello')\n", encoding="utf-8")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path.with_suffix(".promise")))

    monkeypatch.setattr("witness.check.atomic.write", refused)
    assert main(["draft", str(path), "--runs", "1"]) == 2
    assert capsys.readouterr().err.endswith("hello.promise: Permission denied\n")
