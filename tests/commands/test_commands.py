"""What is said of words that cannot be understood, and by a command that is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from witness.check import evidence
from witness.commands import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are watched on Linux or macOS")

ROOT = Path(__file__).parents[2]
HELLO = "print('hello')\n"
PROMISE = "main: exit 0\n\nmain | hello\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two snippets."""
    (tmp_path / "snippets/chapter").mkdir(parents=True)
    for name in "first", "second":
        (tmp_path / f"snippets/chapter/{name}.py").write_text(HELLO, encoding="utf-8")
        (tmp_path / f"snippets/chapter/{name}.promise").write_text(PROMISE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "no such command: chekc; did you mean check?\n"),
        (["zzz"], "no such command: zzz; there are run, check, evidence, draft\n"),
        (["check", "frist"], "no such snippet: frist; did you mean first?\n"),
        (["check", "zzz"], "no such snippet: zzz; there are first, second\n"),
        (["evidence", "frist", "secnod"], "no such snippet: frist; did you mean first?\nno such snippet: secnod; did "),
        (["draft", "snippets/chapter/first.py"], "snippets/chapter/first.promise: there is a promise already; --force"),
        (["draft", "nothing.py"], "nothing.py: there is no such file\n"),
        (["draft", "README.md"], "README.md: this is no Python file\n"),
        (["check", "--python", "/nowhere"], "/nowhere: this is no Python that runs"),
        (["check", "--pyton", "3.13"], "check: no such option: --pyton; did you mean --python?\n"),
        (["draft", "--zzz", "x.py"], "draft: no such option: --zzz; there are --runs, --timeout, --force, --help\n"),
        (["run", "one.py", "two.py"], "run: two.py is one too many\n"),
    ],
)
@pytest.mark.usefixtures("site")
def test_one_message_for_a_mistake(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.usefixtures("site")
def test_a_python_is_one_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--python", sys.executable, "first"]) == 0
    version = sys.version.split()[0]
    assert capsys.readouterr().out == f"1 of 1 runs kept their promise (snippets: 1; Python {version})\n"


def test_several_pythons_count(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = site / "python"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" -B "$@"\n', encoding="utf-8")
    other.chmod(0o755)
    assert main(["check", "first", "--python", sys.executable, "--python", sys.executable, "--python", str(other)]) == 0
    assert capsys.readouterr().out.startswith("1 of 1 runs")  # it leads to the same one


def test_evidence_is_gathered_about_what_changed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["evidence", "--runs", "1", "--python", sys.executable]
    version = sys.version.split()[0]
    assert main(words) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"snippets: 2; Python {version}",
        f"first: was nothing; is Python {version}; 2 runs watched, 2 not",
        f"second: was nothing; is Python {version}; 2 runs watched, 2 not",
        f"written to {evidence.path(sys.platform)}: first, second",
    ]
    assert main(words) == 0
    assert "snippets: 0;" in capsys.readouterr().out
    (site / "snippets/chapter/first.promise").write_text(f"# a word\n\n{PROMISE}", encoding="utf-8")
    (site / "snippets/chapter/second.promise").rename(site / "snippets/chapter/third.promise")
    (site / "snippets/chapter/second.py").rename(site / "snippets/chapter/third.py")
    assert main(words) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "dropped, for there are no such snippets: second",
        f"snippets: 1; Python {version}",
    ]
    assert main([*words, "first"]) == 0
    told = f"first: was Python {version}; 2 runs watched, 2 not; is Python {version}; 4 runs watched, 4 not"
    assert told in capsys.readouterr().out


def test_a_broken_promise_is_no_evidence(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "snippets/chapter/first.promise").write_text(PROMISE.replace("| hello", "| hi"), encoding="utf-8")
    assert main(["evidence", "--runs", "1", "--python", sys.executable]) == 1
    assert "first: broken promise" in capsys.readouterr().out
    assert evidence.load(sys.platform).keys() == {"second"}


def test_whoever_is_stopped_keeps_what_is_whole(site: Path) -> None:
    """The first snippet has its evidence when the second is stopped."""
    (site / "snippets/chapter/second.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "witness", "evidence", "--runs", "1", "--python", sys.executable],
        cwd=site,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("first: was nothing; is Python"):
            break
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.endswith("json: first\n")
    assert error.endswith("stopped by SIGINT; nothing that it started is left\n")
    assert "Traceback" not in error


def test_evidence_that_cannot_be_written_is_said_before_it_is_gathered(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "evidence").touch()
    assert main(["evidence", "--python", sys.executable]) == 2
    told = capsys.readouterr()
    assert "evidence cannot be written here" in told.err
    assert "runs …" not in told.err


@pytest.mark.usefixtures("site")
def test_a_python_without_what_is_needed(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n', encoding="utf-8")  # it has no site-packages
    bare.chmod(0o755)
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([bare, "-m", "witness", "check"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{sys.executable} has no ")
    assert done.stderr.endswith(
        "in a checkout, use `uv run python`, or `.nox/tests/bin/python` once `nox -s tests` has run\n"
    )
