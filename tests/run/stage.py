"""A stage: a folder with a program in it, and what the tests of runs ask of a run."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import psutil

from witness.interpreter import Interpreter
from witness.recording import Process, Recording
from witness.run import terminal

ROOT = Path(__file__).parents[2]
METHODS = ("fork", "spawn", "forkserver")


@dataclass(frozen=True)
class Answer:
    """What the command answered."""

    code: int
    stdout: str
    stderr: str

    @property
    def recording(self) -> Recording:
        """The run, which it printed as JSON."""
        return Recording.from_json(self.stdout)


def witness(*arguments: str, stdin: str = "", environment: dict[str, str] | None = None) -> Answer:
    """Call the command, in this environment or in our own."""
    done = subprocess.run(
        [sys.executable, "-m", "witness", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def buffered() -> dict[str, str]:
    """Our own environment, without what would change how programs print."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


class Stage:
    """A folder whose name is not easy, with a program in it."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.folder = folder / "a room, it's 3\" of 汉字"
        self.folder.mkdir()
        self.file = self.folder / "play.py"

    def write(self, program: str) -> Path:
        """Write the program."""
        self.file.write_text(textwrap.dedent(program), encoding="utf-8")
        return self.file

    def answer(self, program: str, *options: str, environment: dict[str, str] | None = None) -> Answer:
        """Run the program by the command."""
        return witness("run", str(self.write(program)), "--json", *options, environment=environment)

    def run(self, program: str, *options: str, environment: dict[str, str] | None = None) -> Recording:
        """Run the program, which goes well."""
        answer = self.answer(program, *options, environment=environment)
        assert (answer.code, answer.stderr) == (0, ""), answer
        return answer.recording

    def left(self) -> list[psutil.Process]:
        """The processes that are still there in the folder."""
        return [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(self.folder)]


def watch(stage: Stage, program: str, python: Interpreter) -> Recording:
    """Run a program, whose first line is the first of the text; it goes well."""
    recording = terminal.run(stage.write(program.removeprefix("\n")), python, limit=60)
    assert (recording.problems, recording.exit_code) == ((), 0), recording.output
    return recording


def unwatched(stage: Stage, program: str, python: Interpreter) -> str:
    """What a program prints when nobody watches it."""
    return terminal.run(stage.write(program.removeprefix("\n")), python, limit=60, watch=False).output


def texts(recording: Recording, pid: int) -> list[str]:
    """The lines of one process."""
    return [line.text for line in recording.lines if line.speakers == (pid,)]


def only(recording: Recording, role: str) -> Process:
    """The one process of a role."""
    (process,) = (process for process in recording.processes if process.role == role)
    return process


def lines(recording: Recording, process: Process, thread: int = 0) -> list[int]:
    """The lines that one thread of a process ran."""
    return [ran.line for ran in recording.ran if (ran.pid, ran.thread) == (process.pid, thread)]
