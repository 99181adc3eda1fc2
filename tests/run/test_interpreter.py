"""Pythons are found by their versions too, also those that pyenv has installed and PATH has not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import python_discovery

from witness import interpreter
from witness.errors import Mistake

OURS = interpreter.ask()


def test_version() -> None:
    major, minor = OURS.feature
    assert interpreter.ask(f"{major}.{minor}").feature == OURS.feature


def test_version_that_is_not_there() -> None:
    with pytest.raises(Mistake, match=r"Python 3\.99 was not found"):
        interpreter.ask("3.99")


def test_pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "versions" / OURS.version / "bin" / "python3"
    there.parent.mkdir(parents=True)
    there.symlink_to(sys.executable)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert interpreter._known() == [sys.executable, str(there)]


def test_a_python_without_the_gil_says_so_and_is_asked_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    code = "import sys; sys.abiflags = 't'; exec(sys.argv[1])"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -c "{code}" "$3"\n', encoding="utf-8")
    python.chmod(0o755)
    assert interpreter.ask(str(python)).version == f"{OURS.version}t"
    assert interpreter.ask(str(python)).feature == OURS.feature
    monkeypatch.setattr(interpreter, "_find", {"3.99t": str(python)}.get)
    without = interpreter.variant("3.99t")
    assert without
    assert without.version == f"{OURS.version}t"
    assert interpreter.variant("3.99") is None


def test_all_pythons_are_those_with_the_gil(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_: object, **__: object) -> list[SimpleNamespace]:
        version = OURS.version.split(".")
        info = SimpleNamespace(
            executable=sys.executable, version_info=tuple(map(int, version[:2])), free_threaded=False
        )
        return [info, SimpleNamespace(executable="3.99t", version_info=(3, 99), free_threaded=True)]

    monkeypatch.setattr(python_discovery, "iter_interpreters", found)
    assert interpreter.everywhere() == [OURS]


def test_a_command_starts_without_looking_for_pythons() -> None:
    code = "import sys; from witness.commands import main, run; print('python_discovery' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)  # nothing is forbidden to root
    find = interpreter._find.__wrapped__
    assert find("{}.{}".format(*OURS.feature))
    assert list(tmp_path.iterdir()) == []


def test_python_that_prints_when_it_starts(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho hello\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    assert interpreter.ask(str(python)).version == OURS.version
