"""`check` takes programs from any place, not only those of a site."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from witness.commands import main

PROGRAM = 'print("hi")\n'
PROMISE = "main: exit 0\n\nmain | hi\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of somebody else, with programs here and there."""
    for name in "docs/hello", "docs/more/deep/hello", "docs/two words", "odd":
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PROGRAM, encoding="utf-8")
        path.with_suffix(".promise").write_text(PROMISE, encoding="utf-8")
    (tmp_path / "docs/helper.py").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("witness.signals.heed", lambda: None)  # pytest's own process goes on
    return tmp_path


@pytest.mark.parametrize(
    ("words", "checked"),
    [
        (["docs/hello.py"], 1),
        (["docs/hello.promise"], 1),
        (["docs/two words.py", "odd.py"], 2),
        (["docs/"], 3),
        (["docs"], 3),
        (["docs", "docs/hello.py", f"docs{os.sep}..{os.sep}docs"], 3),
        (["."], 4),
    ],
)
def test_paths(words: list[str], checked: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *words]) == 0
    assert f"{checked} of {checked} runs kept their promise" in capsys.readouterr().out


def test_broken_one_is_told_by_its_path(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "docs/more/deep/hello.py").write_text('print("ho")\n', encoding="utf-8")
    assert main(["check", "docs"]) == 1
    told = capsys.readouterr().out
    assert "docs/more/deep/hello.promise:3:" in told
    assert "2 of 3 runs" in told


def test_names_and_paths_together(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "snippets/fork").mkdir(parents=True)
    for name in "docs", "other":
        (place / f"snippets/fork/{name}.py").write_text(PROGRAM, encoding="utf-8")
        (place / f"snippets/fork/{name}.promise").write_text(PROMISE, encoding="utf-8")
    assert main(["check", "docs", "odd.py"]) == 0  # a snippet's name is a name, also where a folder has it
    assert "2 of 2 runs" in capsys.readouterr().out
    (place / "more").symlink_to("docs/more")
    assert main(["check", "other", "more"]) == 0  # a folder is one where no snippet has its name
    assert "2 of 2 runs" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "2 of 2 runs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "there are no snippets in {here}/snippets; name a program that has a promise, or a folder of them: `"),
        (["hello"], "there are no snippets in {here}/snippets; name a program"),
        (["docs/helo.py"], "docs/helo.py: there is no such file or folder"),
        (["docs/helper.py"], "docs/helper.py: this snippet has no promise; draft one with `"),
        (["empty"], "empty: no program in this folder has a promise"),
        (["notes.txt"], "notes.txt: this is neither a Python file, nor a promise, nor a folder"),
    ],
)
def test_what_cannot_be_checked(
    words: list[str], message: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *words]) == 2
    assert capsys.readouterr().err.startswith(message.format(here=place))


def test_promise_without_a_program(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lost in "docs/lost.promise", "docs/more/gone.promise":
        (place / lost).write_text(PROMISE, encoding="utf-8")
    assert main(["check", "docs"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "docs/lost.promise: this promise has no program; there is no lost.py beside it",
        "docs/more/gone.promise: this promise has no program; there is no gone.py beside it",
    ]
