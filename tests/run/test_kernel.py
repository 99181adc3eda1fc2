"""The processes that are told are those that the kernel made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.run.stage import METHODS, Stage, watch
from tests.run.strace import strace, told
from witness import interpreter
from witness.interpreter import Interpreter

OS_FORK = """
    import os
    for _ in range(2):
        os.fork()
    try:
        while True:
            os.wait()
    except ChildProcessError:
        os._exit(0)
"""
PROCESS = """
    import multiprocessing, sys
    def work():
        sys.exit(3)
    if __name__ == "__main__":
        process = multiprocessing.get_context("METHOD").Process(target=work)
        process.start()
        process.join()
"""
POOL = """
    import multiprocessing
    if __name__ == "__main__":
        pool = multiprocessing.get_context("METHOD").Pool(2)
        pool.map(abs, range(4))
        pool.close()
        pool.join()  # or a worker is ended before it has begun
"""
EXECUTOR = """
    import concurrent.futures, multiprocessing
    if __name__ == "__main__":
        context = multiprocessing.get_context("METHOD")
        with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
            list(executor.map(abs, range(4)))
"""
MANAGER = """
    import multiprocessing
    def work(shared):
        shared.append(1)
    if __name__ == "__main__":
        context = multiprocessing.get_context("METHOD")
        with context.Manager() as manager:
            process = context.Process(target=work, args=(manager.list(),))
            process.start()
            process.join()
"""
PROGRAMS = {
    "os.fork": OS_FORK,
    **{
        f"{name}-{method}": program.replace("METHOD", method)
        for name, program in {"process": PROCESS, "pool": POOL, "executor": EXECUTOR, "manager": MANAGER}.items()
        for method in METHODS
    },
    "subprocess": """
        import subprocess, sys
        subprocess.run([sys.executable, "-c", "import os; os.wait() if os.fork() else os._exit(4)"])
        subprocess.run(["/bin/true"])
        subprocess.run(["/bin/false"])
    """,
    "preexec_fn": """
        import os, subprocess, sys
        subprocess.run(["/bin/true"], preexec_fn=os.getpid)
        subprocess.run([sys.executable, "-c", ""], preexec_fn=os.getpid)
    """,
    "posix_spawn": """
        import os, sys
        os.waitpid(os.posix_spawn("/bin/false", ["false"], {}), 0)
        os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ), 0)
    """,
    "exec": """
        import os, sys
        if os.fork() == 0:
            os.execv("/bin/false", ["false"])
        os.wait()
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-c", "raise SystemExit(5)"])
        os.wait()
    """,
    "forkpty": """
        import os
        pid, terminal = os.forkpty()
        if pid == 0:
            os._exit(6)
        os.waitpid(pid, 0)
    """,
    "double fork": """
        import os
        end, other_end = os.pipe()
        if os.fork() == 0:
            if os.fork() == 0:
                os.close(other_end)
                os.read(end, 1)
                os._exit(7)
            os._exit(8)
        os.wait()
    """,
    "killed": """
        import os, signal
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGABRT):
            pid = os.fork()
            if pid == 0:
                while True:
                    signal.pause()
            os.kill(pid, number)
            os.waitpid(pid, 0)
    """,
    "fork in a thread": """
        import os, threading
        def work():
            if os.fork() == 0:
                os._exit(9)
            os.wait()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    """,
}


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_processes_are_those_that_the_kernel_made(stage: Stage, program: str) -> None:
    recording, kernel = strace(stage, program, interpreter.ask())
    assert told(recording) == kernel
    assert len(kernel) > 1


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
@pytest.mark.parametrize("name", ["os.fork", "process-forkserver", "pool-forkserver", "subprocess"])
def test_processes_are_those_that_the_kernel_made_for_every_python(
    stage: Stage, python: Interpreter, name: str
) -> None:
    recording, kernel = strace(stage, PROGRAMS[name], python)
    assert told(recording) == kernel


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
def test_children_of_another_program_are_not_seen(stage: Stage) -> None:
    recording, kernel = strace(
        stage,
        """
        import os, subprocess
        subprocess.run("/bin/true | cat | cat", shell=True)
        os.system("true")
        """,
        interpreter.ask(),
    )
    main, shell = recording.processes
    assert told(recording).items() < kernel.items()
    assert (shell.name, shell.ppid) == ("sh", main.pid)
    missed = [kernel[pid][0] for pid in kernel.keys() - told(recording).keys()]
    assert sorted(missed) == [main.pid, *[shell.pid] * (len(missed) - 1)]


def test_orphan_of_another_program(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, 'import subprocess\nsubprocess.run("true &", shell=True)\n', python)
    unknown = [process for process in recording.processes if process.ppid == 0]
    # Seen only if the shell ends before it, and only when it ends: nobody can tell of its beginning.
    assert all(process.made == process.start == process.end > 0 for process in unknown)


def test_forked_and_then_another_program(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
        import os, subprocess, sys
        subprocess.run(["/bin/true"], preexec_fn=os.getpid)
        subprocess.run([sys.executable, "-c", ""], preexec_fn=os.getpid)
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-c", ""])
        os.wait()
        """,
        python,
    )
    _, *children = recording.processes
    assert [child.role for child in children] == ["program"] * 3
    assert [child.name for child in children] == ["true", *[Path(python.path).name] * 2]
