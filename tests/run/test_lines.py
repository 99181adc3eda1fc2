"""The lines that each thread of each process ran are told, and when; a long run of them is cut."""

from __future__ import annotations

import pytest

from tests.run.stage import METHODS, Stage, lines, only, unwatched, watch
from witness.interpreter import Interpreter
from witness.run import terminal

FORK = """
import os
pid = os.fork()
if pid == 0:
    os._exit(0)
os.wait()
"""


def test_lines_of_a_fork(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, FORK, python)
    main, child = recording.processes
    assert lines(recording, main) == [1, 2, 3, 5]
    assert lines(recording, child) == [3, 4]


def test_lines_of_a_link(stage: Stage, python: Interpreter) -> None:
    link = stage.folder / "link.py"
    link.symlink_to(stage.write(FORK.removeprefix("\n")))
    recording = terminal.run(link, python)
    assert lines(recording, recording.processes[0]) == [1, 2, 3, 5]


STARTED = """
import multiprocessing
def work(n):
    return n
if __name__ == "__main__":
    process = multiprocessing.Process(target=work, args=(1,))
    process.start()
    process.join()
"""


def test_lines_of_a_process(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, STARTED, python.starting("fork"))
    assert lines(recording, only(recording, "main")) == [1, 2, 4, 5, 6, 7]
    assert lines(recording, only(recording, "process")) == [3]


def test_lines_of_a_file_that_runs_again(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, STARTED, python.starting("spawn"))
    assert lines(recording, only(recording, "main")) == [1, 2, 4, 5, 6, 7]
    assert lines(recording, only(recording, "process")) == [1, 2, 4, 3]


def test_lines_under_a_forkserver(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, STARTED, python.starting("forkserver"))
    assert lines(recording, only(recording, "main")) == [1, 2, 4, 5, 6, 7]
    # Some versions run the file again in the server, others in each process.
    again = lines(recording, only(recording, "forkserver")) + lines(recording, only(recording, "process"))
    assert again == [1, 2, 4, 3]


def test_lines_of_a_pool(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
import multiprocessing
def work(n):
    return n
if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        pool.map(work, range(4), chunksize=1)
        pool.close()
        pool.join()
""",
        python.starting("fork"),
    )
    assert lines(recording, only(recording, "main")) == [1, 2, 4, 5, 6, 7, 8, 5]
    workers = [process for process in recording.processes if process.role == "worker"]
    assert [line for worker in workers for line in lines(recording, worker)] == [3] * 4
    assert sorted(call.name for call in recording.calls) == ["work(0)", "work(1)", "work(2)", "work(3)"]


def test_lines_of_threads(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
import os, threading
def work():
    if os.fork() == 0:
        os._exit(0)
    os.wait()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(thread.ident)
""",
        python,
    )
    main, child = recording.processes
    thread = int(recording.lines[-1].text)  # after what some versions say against a fork among threads
    assert lines(recording, main) == [1, 2, 6, 7, 8, 9]
    assert lines(recording, main, thread) == [3, 5]
    assert lines(recording, child) == [4]  # the thread that forks is the child's first
    assert [(call.pid, call.thread, call.name) for call in recording.calls] == [(main.pid, thread, "work()")]


IMPORTING = """
import sys, threading, traceback
import library, broken
print(broken.error)
def work():
    import late
    return late.answer
thread = threading.Thread(target=work)
thread.start()
thread.join()
def again(name):
    return name
if __name__ == "__main__":
    import play
try:
    import nothing
except ImportError:
    traceback.print_exc(file=sys.stdout)
end = again("end")
"""
LIBRARY = {
    "library": "def step():\n    pass\nfor _ in range(60_000):\n    step()\n",
    "broken": "import traceback\ntry:\n    import worse\nexcept ValueError:\n    error = traceback.format_exc()\n",
    "worse": "import traceback\ntraceback.print_stack(limit=20)\nraise ValueError\n",
    "late": "answer = 42\n",
}


def test_imports(stage: Stage, python: Interpreter) -> None:
    for name, text in LIBRARY.items():
        (stage.folder / f"{name}.py").write_text(text, encoding="utf-8")
    recording = watch(stage, IMPORTING, python)
    assert recording.output == unwatched(stage, IMPORTING, python)
    play = [1, 2, 3, 4, 7, 8, 9, 10, 12]
    rest = [14, 15, 16, 17, 18, 11]
    assert lines(recording, recording.processes[0]) == [*play, 13, *play, *rest, *rest]
    assert [ran.line for ran in recording.ran if ran.thread] == [5, 6, 5, 6]


LOOP = """
def step(n):
    return n
total = 0
for n in range(100_000):
    total += step(n)
print(total)
"""


def test_long_loop_is_cut(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, LOOP, python)
    assert recording.output == "4999950000\n"
    assert 450 < len(recording.ran) <= 500


def test_child_has_lines_of_its_own_after_a_cut(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
import os
def act():
    if os.fork() == 0:
        return
    os.wait()
for n in range(1000):
    pass
act()
end = 1
""",
        python,
    )
    main, child = recording.processes
    assert len(lines(recording, main)) <= 500
    assert lines(recording, child) == [4, 9]


def test_moment_of_a_fork(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, FORK, python)
    main, child = recording.processes
    moments = {ran.line: ran.time for ran in recording.ran if ran.pid == main.pid}
    assert moments[2] <= child.made <= moments[3]
    assert child.made <= child.start <= child.end <= main.end


@pytest.mark.parametrize("method", METHODS)
def test_moment_of_a_start(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, STARTED, python.starting(method))
    main, child = only(recording, "main"), only(recording, "process")
    moments = {ran.line: ran.time for ran in recording.ran if ran.pid == main.pid}
    assert moments[6] <= child.made <= child.start <= child.end
    if method != "forkserver":  # there it is made by another process, after it was asked to
        assert child.made <= moments[7]
