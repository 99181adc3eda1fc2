"""Signals that a program sends are told, and who lost its parent: against what the kernel says of it."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys

import pytest

from tests.run.stage import ROOT, Stage, watch
from tests.run.strace import why_not_strace
from witness.interpreter import Interpreter
from witness.recording import Recording

CHILD = """
import os, signal, sys, time
end, other_end = os.pipe()
def child():
    os.write(other_end, b"!")
    signal.pause()
    os._exit(0)
"""
SENT = {
    "kill": (15, "os.kill(pid, signal.SIGTERM); os.waitpid(pid, 0)"),
    "kill with an enum": (9, "os.kill(pid, signal.Signals.SIGKILL); os.waitpid(pid, 0)"),
    "pidfd": (9, "signal.pidfd_send_signal(os.pidfd_open(pid), 9); os.waitpid(pid, 0)"),
}
PROCESS = {"terminate": signal.SIGTERM, "kill": signal.SIGKILL, "interrupt": signal.SIGINT}


def sent(recording: Recording) -> list[tuple[int, int, int]]:
    return [(one.pid, one.to, one.number) for one in recording.signals]


@pytest.mark.parametrize("name", SENT)
def test_signal_to_a_child(stage: Stage, python: Interpreter, name: str) -> None:
    number, call = SENT[name]
    recording = watch(stage, f"{CHILD}pid = os.fork()\nif pid == 0: child()\nos.read(end, 1)\n{call}\n", python)
    main, child = recording.processes
    assert sent(recording) == [(main.pid, child.pid, number)]
    assert child.exit_code == -number
    assert main.start < recording.signals[0].time <= child.end


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("name", PROCESS)
def test_signal_by_a_method(stage: Stage, python: Interpreter, name: str, method: str) -> None:
    if name == "interrupt" and python.feature < (3, 14):
        pytest.skip("Process.interrupt came with Python 3.14")
    program = f"""
import multiprocessing, signal
def work(ready):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ready.send(1)
    signal.pause()
if __name__ == "__main__":
    context = multiprocessing.get_context("{method}")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,))
    process.start()
    ours.recv()
    process.{name}()
    process.join()
"""
    recording = watch(stage, program, python)
    (child,) = (process for process in recording.processes if process.role == "process")
    assert sent(recording) == [(recording.processes[0].pid, child.pid, PROCESS[name])]
    assert child.exit_code == -PROCESS[name]


def test_signal_to_a_group_and_to_oneself(stage: Stage, python: Interpreter) -> None:
    program = f"""{CHILD}
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)
    child()
os.read(end, 1)
os.killpg(pid, signal.SIGTERM)
os.waitpid(pid, 0)
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.raise_signal(signal.SIGUSR1)
"""
    recording = watch(stage, program, python)
    main, child = recording.processes
    assert sent(recording) == [(main.pid, -child.pid, signal.SIGTERM), (main.pid, main.pid, signal.SIGUSR1)]


def test_signal_that_was_not_sent(stage: Stage, python: Interpreter) -> None:
    program = f"""{CHILD}
pid = os.fork()
if pid == 0: child()
os.read(end, 1)
os.kill(pid, 0)
os.kill(pid, 9)
os.waitpid(pid, 0)
for number in (0, 15):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        print("nobody")
"""
    recording = watch(stage, program, python)
    main, child = recording.processes
    assert sent(recording) == [(main.pid, child.pid, 9)]
    assert recording.output == "nobody\nnobody\n"


def test_signals_are_those_of_the_kernel(stage: Stage, oldest: Interpreter) -> None:
    if why_not_strace():
        pytest.skip(why_not_strace())
    program = f"""{CHILD}
for number in (15, 9, 10):
    pid = os.fork()
    if pid == 0: child()
    os.read(end, 1)
    os.kill(pid, number)
    os.waitpid(pid, 0)
"""
    log = stage.folder / "strace.log"
    path = stage.write(program)
    command = [shutil.which("strace") or "", "-f", "-e", "trace=kill,tgkill", "-e", "signal=none", "-o", str(log)]
    witness = [sys.executable, "-m", "witness", "run", str(path), "--json", "--python", oldest.path]
    done = subprocess.run([*command, *witness], cwd=ROOT, capture_output=True, text=True, check=True)
    recording = Recording.from_json(done.stdout)
    found = re.findall(r"^(\d+) +kill\((\d+), (SIG\w+)\) += 0$", log.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 3
    assert sent(recording) == [(int(pid), int(to), signal.Signals[name]) for pid, to, name in found]


def test_adoption(stage: Stage, python: Interpreter) -> None:
    """The child itself asks the kernel who its parent is, before and after."""
    program = """
import os, time
end, other_end = os.pipe()
middle = os.fork()
if middle == 0:
    if (parent := os.getpid()) and os.fork() == 0:
        print("mine" if os.getppid() == parent else "another", flush=True)
        os.write(other_end, b"!")
        while os.getppid() == parent:
            pass
        print("another", flush=True)
        time.sleep(0.05)
        os._exit(0)
    os.read(end, 1)
    os._exit(0)
os.waitpid(middle, 0)
"""
    recording = watch(stage, program, python)
    main, middle, child = recording.processes
    before, after = recording.writes
    assert recording.output == "mine\nanother\n"
    assert (main.adopted, middle.adopted, child.adopted) == (None, None, middle.end)
    assert before.time < middle.end < after.time
    assert (middle.reaped, child.reaped) == (True, False)


def test_nobody_is_adopted_whose_parent_lives(stage: Stage, python: Interpreter) -> None:
    """That a parent has not reaped them makes no orphans of those that have ended before it."""
    program = """
import os
for _ in range(3):
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
os.wait()
"""
    recording = watch(stage, program, python)
    assert [process.adopted for process in recording.processes] == [None] * 4


def test_a_zombie_is_one_from_its_end_until_it_is_reaped(stage: Stage, python: Interpreter) -> None:
    """The kernel says Z while the recording says that it has ended and is not reaped."""
    program = """
import os, pathlib, time
pid = os.fork()
if pid == 0:
    os._exit(3)
def state():
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
while state() != "Z":
    time.sleep(0.001)
for _ in range(5):
    print(state(), flush=True)
    time.sleep(0.01)
os.waitpid(pid, 0)
"""
    recording = watch(stage, program, python)
    child = recording.processes[1]
    assert recording.output == "Z\n" * 5
    assert child.reaped_at is not None
    assert all(child.end < write.time < child.reaped_at for write in recording.writes)


def test_who_is_waited_for_ends_when_that_is_over(stage: Stage, python: Interpreter) -> None:
    """A process says its last word, and has then still to leave: its parent sees it end."""
    program = """
import os, time
class Slow:
    def __del__(self, sleep=time.sleep):
        sleep(0.1)
pid = os.fork()
if pid == 0:
    slow = Slow()
    raise SystemExit
os.waitpid(pid, 0)
print("reaped", flush=True)
"""
    recording = watch(stage, program, python)
    child = recording.processes[1]
    assert child.end == child.reaped_at
    assert child.end - child.start > 0.1
    assert child.end < recording.writes[0].time < recording.processes[0].end
