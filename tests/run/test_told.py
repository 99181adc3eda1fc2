"""A run is told: its facts, each of its processes, and who printed what."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.run.stage import ROOT, Stage, only, texts, witness


def test_fields(stage: Stage) -> None:
    facts = json.loads(stage.answer('print("hello")').stdout)
    assert set(facts) >= {"program", "python", "platform", "start_method", "stdout", "output", "exit_code", "duration"}
    assert set(facts) >= {"problems", "processes", "writes"}
    assert (facts["program"], facts["output"], facts["exit_code"]) == ("play.py", "hello\n", 0)
    assert (facts["platform"], facts["stdout"], facts["problems"]) == (sys.platform, "terminal", [])
    (process,) = facts["processes"]
    assert (process["role"], process["name"], process["exit_code"]) == ("main", "play.py", 0)
    assert 0 <= process["start"] <= process["end"] <= facts["duration"]
    assert [write["pid"] for write in facts["writes"]] == [process["pid"]]


def test_without_json(stage: Stage) -> None:
    answer = witness("run", str(stage.write('print("hello")')))
    hello, process = answer.stdout.splitlines()
    assert answer.stderr == f"{stage.file}: it ended by itself, with exit 0\n"
    assert (answer.code, hello) == (0, "hello")
    assert "main play.py" in process
    assert "exit 0" in process


def test_relative_path(tmp_path: Path) -> None:
    file = Stage(tmp_path).write('print("hello")')
    assert witness("run", os.path.relpath(file, ROOT), "--json").recording.output == "hello\n"


def test_fork(stage: Stage) -> None:
    recording = stage.run("""
        import os
        print("I am", os.getpid())
        if os.fork() == 0:
            print("I am", os.getpid(), "child of", os.getppid())
            os._exit(7)
        os.wait()
        print("done")
    """)
    main, child = recording.processes
    assert (main.role, main.exit_code) == ("main", 0)
    assert (child.role, child.ppid, child.asked_by, child.exit_code) == ("fork", main.pid, main.pid, 7)
    assert main.start <= child.start <= child.end <= main.end
    assert texts(recording, main.pid) == [f"I am {main.pid}", "done"]
    assert texts(recording, child.pid) == [f"I am {child.pid} child of {main.pid}"]


def test_family(stage: Stage) -> None:
    recording = stage.run("""
        import os
        for _ in range(3):
            os.fork()
        print(os.getpid(), os.getppid())
        try:
            while True:
                os.wait()
        except ChildProcessError:
            pass
    """)
    assert len(recording.processes) == 2**3
    told = {int(line.text.split()[0]): int(line.text.split()[1]) for line in recording.lines}
    assert told == {process.pid: process.ppid for process in recording.processes}
    assert all(line.speakers == (int(line.text.split()[0]),) for line in recording.lines)


PROCESS = """
    import multiprocessing, os
    def work(n):
        print(os.getpid(), os.getppid(), multiprocessing.parent_process().pid)
        raise SystemExit(n)
    if __name__ == "__main__":
        context = multiprocessing.get_context("METHOD")
        process = context.Process(target=work, args=(5,), name="one")
        process.start()
        process.join()
        print(process.pid, process.exitcode)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_process(stage: Stage, method: str) -> None:
    recording = stage.run(PROCESS.replace("METHOD", method))
    main, child = only(recording, "main"), only(recording, "process")
    real_parent = only(recording, "forkserver") if method == "forkserver" else main
    assert (child.name, child.exit_code, child.asked_by, child.ppid) == ("one", 5, main.pid, real_parent.pid)
    assert texts(recording, child.pid) == [f"{child.pid} {real_parent.pid} {main.pid}"]
    assert texts(recording, main.pid) == [f"{child.pid} 5"]
    machinery = {"fork": set(), "spawn": {"resource_tracker"}, "forkserver": {"resource_tracker", "forkserver"}}
    assert {process.role for process in recording.processes} == {"main", "process"} | machinery[method]
    assert {process.exit_code for process in recording.processes} == {0, 5}


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_pool(stage: Stage, method: str) -> None:
    recording = stage.run(f"""
        import multiprocessing, os
        def work(n):
            print(n, os.getpid())
        if __name__ == "__main__":
            with multiprocessing.get_context({method!r}).Pool(2) as pool:
                pool.map(work, range(6), chunksize=1)
                pool.close()
                pool.join()
    """)
    workers = {process.pid: process for process in recording.processes if process.role == "worker"}
    assert [worker.asked_by for worker in workers.values()] == [recording.processes[0].pid] * 2
    assert [worker.exit_code for worker in workers.values()] == [0, 0]
    assert sorted(line.text.split()[0] for line in recording.lines) == list("012345")
    assert all(line.speakers == (int(line.text.split()[1]),) for line in recording.lines)


def test_another_program(stage: Stage) -> None:
    recording = stage.run("""
        import subprocess, sys
        print("before")
        subprocess.run([sys.executable, "-c", "print('inside')"], check=True)
        subprocess.run(["echo", "by echo"], check=True)
    """)
    main, python, echo = recording.processes
    assert [(p.role, p.ppid, p.exit_code) for p in (python, echo)] == [("program", main.pid, 0)] * 2
    assert [(line.text, line.speakers) for line in recording.lines] == [
        ("before", (main.pid,)),
        ("inside", (python.pid,)),
        ("by echo", ()),
    ]


def test_bytes_that_are_no_text(stage: Stage) -> None:
    recording = stage.run(r"""
        import os
        os.write(1, b"\xff\xfe\n")
        if os.fork() == 0:
            os.write(1, "进程 😀\n".encode())
            os._exit(0)
        os.wait()
        os.write(1, b"\x00end")
    """)
    main, child = (process.pid for process in recording.processes)
    assert [(line.text, line.speakers) for line in recording.lines] == [
        ("\\xff\\xfe", (main,)),
        ("进程 😀", (child,)),
        ("\x00end", (main,)),
    ]
