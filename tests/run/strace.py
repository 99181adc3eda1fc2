"""What the kernel did for a program, as `strace` tells it."""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.run.stage import ROOT, Stage
from witness.interpreter import Interpreter
from witness.recording import Recording

Kernel = dict[int, tuple[int, int | None]]
"""For the PID of each process that of its parent, and how it ended."""


@functools.cache
def why_not_strace() -> str:
    """Why `strace` cannot be used here."""
    if not shutil.which("strace"):
        return "strace is not installed"
    command = ["strace", "-f", "-o", os.devnull, sys.executable, "-c", ""]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


def strace(stage: Stage, program: str, python: Interpreter) -> tuple[Recording, Kernel]:
    """Run a program by the command, all of it under `strace`: what is told, and what the kernel did for the program."""
    if why_not_strace():
        pytest.skip(why_not_strace())
    log = stage.folder / "strace.log"
    command = ["strace", "-f", "-e", "trace=process", "-e", "signal=none", "-o", str(log)]
    witness = [sys.executable, "-m", "witness", "run", str(stage.write(program)), "--json", "--timeout", "30"]
    done = subprocess.run(
        [*command, *witness, "--python", python.path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    recording = Recording.from_json(done.stdout)
    parents, ends = parse(log.read_text(encoding="utf-8"))
    main = recording.processes[0].pid
    return recording, {pid: (parents[pid], ends[pid]) for pid in family(main, parents)}


def parse(log: str) -> tuple[dict[int, int], dict[int, int]]:
    """The parent and the end of every process in a log of `strace`, threads apart.

    Every process is waited for by somebody in the log; that one is told how it ended. The log itself does not always
    say it of a process that was killed at birth.
    """
    parents: dict[int, int] = {}
    ends: dict[int, int] = {}
    owners: dict[int, int] = {}  # of threads
    begun: dict[int, str] = {}
    for line in log.splitlines():
        word, text = line.split(maxsplit=1)
        task = int(word)
        if text.endswith("<unfinished ...>"):
            begun[task] = text.removesuffix("<unfinished ...>")
            continue
        if text.startswith("<... "):
            text = begun.pop(task) + text.partition("resumed>")[2]
        if made := re.match(r"(?:clone3?|v?fork)\(.* = (\d+)$", text):
            owner = owners.get(task, task)
            (owners if "CLONE_THREAD" in text else parents)[int(made[1])] = owner
        elif exited := re.match(r"wait4\(.*WEXITSTATUS\(s\) == (\d+)\}.* = (\d+)$", text):
            ends[int(exited[2])] = int(exited[1])
        elif killed := re.match(r"wait4\(.*WTERMSIG\(s\) == (\w+).* = (\d+)$", text):
            ends[int(killed[2])] = -signal.Signals[killed[1]]
    return parents, ends


def family(pid: int, parents: dict[int, int]) -> Iterator[int]:
    """A process and all that come from it."""
    yield pid
    for child, parent in parents.items():
        if parent == pid:
            yield from family(child, parents)


def told(recording: Recording) -> Kernel:
    """What the recording says of the processes."""
    return {process.pid: (process.ppid, process.exit_code) for process in recording.processes}
