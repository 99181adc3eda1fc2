"""Faulty programs: each ends in time, one sentence says what happened, and nothing is left of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.run.faults import FAULTS, MAIN, Fault, ended
from tests.run.stage import ROOT
from witness import interpreter
from witness.recording import Recording
from witness.run import terminal

GRACE = 20  # seconds: far more than ending all takes, far less than any of the programs would run
OURS = re.compile(r"/witness/|sitecustomize|witness_lines|supervisor\.py|witness-\w{8}")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The program's file; its folder's name is not easy."""
    folder = tmp_path / "a room, it's 3\" of 汉字"
    folder.mkdir()
    yield folder / "play.py"
    for process in left(folder):
        process.kill()


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files that nobody else uses; its name is short, because sockets lie in it."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        yield Path(folder)


def left(*folders: Path) -> list[psutil.Process]:
    """What is still there of a run: its logs lie in one of the folders, or it works there."""
    found = []
    for process in psutil.process_iter(["environ", "cwd"]):
        logs = (process.info["environ"] or {}).get("WITNESS_LOGS", "")
        if any(place.startswith(str(folder)) for folder in folders for place in (logs, process.info["cwd"] or "")):
            found.append(process)
    return found


def play(file: Path, temporary: Path, fault: Fault, python: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run a faulty program; hold the run to what goes for all of them."""
    if fault.linux and sys.platform != "linux":
        pytest.skip("only Linux knows what happened")
    file.write_text(textwrap.dedent(fault.program), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "witness",
        "run",
        str(file),
        "--timeout",
        str(fault.limit),
        "--python",
        python,
        *options,
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"TMPDIR": str(temporary)}, capture_output=True, timeout=60, check=False
    )
    assert left(file.parent, temporary) == []
    assert list(temporary.glob("witness-*")) == []
    assert done.returncode == fault.code, done.stderr
    return done


def holds(says: str, sentence: str) -> bool:
    """Whether a sentence is the one that was expected."""
    return bool(re.fullmatch(says.replace("PID", r"PID \d+"), sentence))


def pythons() -> list[interpreter.Interpreter]:
    """Ours, and the newest where it is on this machine."""
    newest = interpreter.variant("3.15")
    return [interpreter.ask(), *([newest] if newest else [])]


CASES = [
    pytest.param(FAULTS[name], python.path, id=f"{name}-{python.version}")
    for name in FAULTS
    for index, python in enumerate(pythons())
    if index == 0 or FAULTS[name].methods
]


@pytest.mark.parametrize(("fault", "python"), CASES)
def test_recording(file: Path, temporary: Path, fault: Fault, python: str) -> None:
    done = play(file, temporary, fault, python, "--json")
    recording = Recording.from_json(done.stdout.decode())
    assert recording.duration < fault.limit + GRACE  # until its last process had ended
    assert holds(fault.says, recording.ending)
    assert recording.problems == ((recording.ending,) if fault.code else ())
    assert done.stderr.decode() == (f"{file}: {recording.ending}\n" if fault.code else "")
    assert fault.printed is None or recording.output == fault.printed
    assert len(recording.output) <= 1_000_000
    assert not OURS.search(recording.output)
    assert {int(pid) for pid in re.findall(r"PID (\d+)", recording.ending)} <= recording.by_pid.keys()


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.methods])
def test_start_method(file: Path, temporary: Path, name: str, method: str) -> None:
    start = f'if __name__ == "__main__":\n            multiprocessing.set_start_method("{method}")'
    program = FAULTS[name].program.replace('if __name__ == "__main__":', start)
    fault = Fault(program, ended(MAIN, r".*\(PID\).*"), methods=True)
    recording = Recording.from_json(play(file, temporary, fault, sys.executable, "--json").stdout.decode())
    assert holds(fault.says, recording.ending)
    assert recording.output == ""


SHARED = """
import multiprocessing, signal
from multiprocessing import shared_memory
def work(lock):
    signal.pause()
if __name__ == "__main__":
    print(shared_memory.SharedMemory(create=True, size=100).name)
    context = multiprocessing.get_context("METHOD")
    lock = context.Lock()
    print(lock._semlock.name, flush=True)
    context.Process(target=work, args=(lock,)).start()
    REST
"""


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="only Linux shows what is left in shared memory")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_nothing_is_left_in_shared_memory(tmp_path: Path, python: interpreter.Interpreter, method: str) -> None:
    file = tmp_path / "play.py"
    file.write_text(SHARED.replace("METHOD", method).replace("REST", "while True: print('x' * 100_000)"))
    recording = terminal.run(file, python, limit=30)
    assert recording.ending == "it printed more than 1,000,000 bytes"
    names = recording.output.split()[:2]
    still = [path.name for path in Path("/dev/shm").iterdir()]
    assert not any(name.strip("/") in there for name in names for there in still)


def test_what_cleans_up_is_not_heard(tmp_path: Path) -> None:
    file = tmp_path / "play.py"
    file.write_text(SHARED.replace("METHOD", "spawn").replace("REST", "signal.pause()"))
    recording = terminal.run(file, interpreter.ask(), limit=2)
    assert "resource_tracker" not in recording.output
    assert "resource_tracker" not in recording.ending


def test_crowd_that_nobody_watches(tmp_path: Path) -> None:
    file = tmp_path / "play.py"
    file.write_text(
        "import os, signal\nfor n in range(1000):\n    if os.fork() == 0:\n        signal.pause()\nsignal.pause()"
    )
    recording = terminal.run(file, interpreter.ask(), watch=False)
    assert recording.ending == "it started more than 300 processes; all of them were ended"
    assert left(tmp_path) == []


def test_removes_what_is_written_down(file: Path, temporary: Path) -> None:
    fault = Fault(
        """
        import os, pathlib, shutil, signal
        files = [descriptor.resolve() for descriptor in pathlib.Path("/proc/self/fd").iterdir()]
        (logs,) = {file.parent for file in files if file.suffix == ".log"}
        shutil.rmtree(logs)
        if os.fork() == 0:
            os.setsid()
        signal.pause()
        """,
        r"it removed .*, where it was watched, so nothing is known about this run",
        code=2,
        linux=True,
    )
    done = play(file, temporary, fault, sys.executable)
    assert holds(fault.says, done.stderr.decode().strip())
    assert done.stdout == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_from_outside(file: Path, temporary: Path, number: signal.Signals) -> None:
    file.write_text(
        textwrap.dedent("""
        import os, pathlib, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            os.setsid()
            pathlib.Path("there").touch()
        while True:
            signal.pause()
        """),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "witness", "run", str(file), "--timeout", "60"]
    env = os.environ | {"TMPDIR": str(temporary)}
    before = signal.signal(number, signal.SIG_DFL)  # what is ignored stays ignored in what is started
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        while not (file.parent / "there").exists():
            assert done.poll() is None
        signal.signal(number, before)
        done.send_signal(number)
        stdout, stderr = done.communicate(timeout=GRACE)
    assert (done.returncode, stdout) == (128 + number, b"")
    assert stderr.decode() == f"stopped by {number.name}; nothing that it started is left\n"
    assert left(file.parent, temporary) == []
    assert list(temporary.glob("witness-*")) == []
