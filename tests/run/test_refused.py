"""What cannot be run is refused in one sentence."""

from __future__ import annotations

import pytest

from tests.run.stage import Answer, Stage, witness


def refused(answer: Answer) -> str:
    """The one sentence that says why."""
    assert answer.code == 2
    assert answer.stdout == ""
    (sentence,) = answer.stderr.splitlines()
    return sentence


def test_missing_file(stage: Stage) -> None:
    assert str(stage.file) in refused(witness("run", str(stage.file)))


def test_folder(stage: Stage) -> None:
    assert refused(witness("run", str(stage.folder))) == f"{stage.folder}: this is no file"


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/true", "/bin/false", "/", "no-such-python"])
def test_missing_interpreter(stage: Stage, python: str) -> None:
    assert python in refused(witness("run", str(stage.write("")), "--python", python))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (None, "No such file or directory"),
        ("exit 3", "exit code 3"),
        ("echo Python 3.13", "it answers with something else"),
        ("printf '\\377\\376'", "it answers with something else"),
        ("echo '{}'", "it answers with something else"),
        ("echo '[1]'", "it answers with something else"),
        ("""echo '{"path": 3}'""", "it answers with something else"),
        ("kill -9 $$", "exit code -9"),
    ],
)
def test_what_is_no_python(stage: Stage, script: str | None, words: str) -> None:
    python = stage.folder / "python"
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        python.chmod(0o755)
    answer = witness("run", str(stage.write("print()\n")), "--python", str(python))
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr == f"{python}: this is no Python that runs ({words})\n"


def test_no_command() -> None:
    answer = witness()
    assert answer.code == 2
    assert "Traceback" not in answer.stderr
