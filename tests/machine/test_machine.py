"""What a restored machine does besides running the book's programs: chance, stop, typing; nothing gets out of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from machine.debian import PYTHONS
from machine.restored import Machine

pytestmark = pytest.mark.xdist_group(f"machine {PYTHONS[0]}")
OLD = PYTHONS[0]
NEXT = "print(sum(range(10)))"
"""A program that shows that the next run works."""


def plain(text: str) -> str:
    """A program that is written indented."""
    return textwrap.dedent(text).lstrip("\n")


@pytest.fixture
def python() -> str:
    """The Python of most of these tests."""
    return OLD


def test_two_restores_draw_different_numbers(fresh: Callable[[str], Machine]) -> None:
    program = "import os, random; print(os.urandom(8).hex(), random.random())"
    outputs = [fresh(OLD).run(program).output for _ in range(2)]
    assert outputs[0] != outputs[1]


def test_the_time_is_that_of_the_job(machine: Machine) -> None:
    machine.start("import time; print(int(time.time()))", time=1234567890.0)
    assert 1234567890 <= int(machine.rest().output) < 1234567890 + 60


def test_a_program_without_a_promise_has_an_exhibit(machine: Machine) -> None:
    told = machine.run("print('<b>bold</b>')", "own.py", language="en")
    assert "kept" not in told.facts
    assert "&lt;b&gt;bold" in told.facts["exhibit"]
    assert "<b>bold" not in told.facts["exhibit"]


def test_a_changed_program_is_told_what_differs(machine: Machine) -> None:
    told = machine.run("print('other')", promise="main: exit 0\n\nmain | one\n", language="en")
    assert told.facts["kept"] is False
    assert told.facts["difference"].startswith("  program.promise:3: ")
    assert "- main | one" in told.facts["difference"]
    assert "+ main | other" in told.facts["difference"]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_the_start_method_is_the_one_asked_for(machine: Machine, method: str) -> None:
    program = """
        import multiprocessing
        import os

        def child():
            print("child", os.getppid())

        if __name__ == "__main__":
            print(multiprocessing.get_start_method())
            process = multiprocessing.Process(target=child)
            process.start()
            process.join()
        """
    told = machine.run(plain(program), method=method)
    assert told.output.decode().splitlines()[0] == method
    assert told.facts["recording"]["start_method"] == method
    assert ("forkserver" in [one["role"] for one in told.facts["recording"]["processes"]]) == (method == "forkserver")


@pytest.mark.parametrize("python", PYTHONS)
def test_a_thread_can_be_ended(machine: Machine) -> None:
    """Python up to 3.13 ends threads that are left when it ends; the C library needs another for that."""
    program = "import ctypes; print(ctypes.CDLL('libgcc_s.so.1')._name)"
    assert machine.run(program).output.split() == [b"libgcc_s.so.1"]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_no_interpreter_starts_anew(machine: Machine, method: str) -> None:
    """One that does takes seconds, and nothing else would show it."""
    program = """
        import glob
        import multiprocessing

        def child():
            for name in glob.glob("/proc/[0-9]*/cmdline"):
                with open(name, "rb") as file:
                    words = file.read().split(b"\\0")
                if b"-c" in words:
                    print(words)
            print("none else")

        if __name__ == "__main__":
            process = multiprocessing.Process(target=child)
            process.start()
            process.join()
        """
    assert machine.run(plain(program), method=method).output.decode().splitlines() == ["none else"]


def test_what_is_typed_arrives(machine: Machine) -> None:
    machine.start("print('name?', flush=True); print('hello', input())")
    machine.until(b"name?")
    machine.send(typed="Ada\n")
    assert machine.rest().output.split() == [b"name?", b"hello", b"Ada"]


def test_a_traceback_has_only_the_program(machine: Machine) -> None:
    told = machine.run("import traceback\ntraceback.print_stack()\n1 / 0\n", "fails.py")
    assert told.output.count(b"File ") == 2
    assert told.output.count(b'File "/home/reader/fails.py"') == 2
    assert told.facts["exit"] == 1


FAULTS = {
    "endless loop": "print('begin', flush=True)\nwhile True: pass\n",
    "endless loop without signals": """
        import signal
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        print("begin", flush=True)
        while True:
            pass
        """,
    "waits for ever": "import threading\nprint('begin', flush=True)\nthreading.Event().wait()\n",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_stop_ends_what_would_never_end(machine: Machine, fault: str) -> None:
    machine.start(plain(FAULTS[fault]), language="en")
    machine.until(b"begin")
    machine.send(stop=True)
    told = machine.rest(60)
    assert told.facts["ran"].startswith("it was stopped")
    assert "program.py" in told.facts["exhibit"]
    assert machine.run(NEXT).output == b"45\n"


GREEDY = {
    "fork bomb": "import os\nwhile True:\n    os.fork()\n",
    "thread bomb": "import threading\nwhile True:\n    threading.Thread(target=threading.Event().wait).start()\n",
    "memory": "kept = []\nwhile True:\n    kept.append(bytearray(2**20))\n",
    "memory in children": """
        import os
        for _ in range(8):
            if os.fork() == 0:
                kept = []
                while True:
                    kept.append(bytearray(2**20))
        """,
    "output": "while True: print('x' * 79)\n",
    "files": """
        import itertools
        for number in itertools.count():
            with open(f"file-{number}", "w") as file:
                file.write("x" * 100_000)
        """,
    "kills all": "import os, signal\nos.kill(-1, signal.SIGKILL)\n",
    "kills its parents": """
        import os, signal
        for pid in range(1, 5000):
            if pid != os.getpid():
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
        """,
    "removes all": """
        import shutil
        for place in ("/home/reader", "/tmp", "/dev/shm", "/run", "/opt", "/usr"):
            shutil.rmtree(place, ignore_errors=True)
        """,
}


@pytest.mark.parametrize("greed", GREEDY)
def test_who_takes_all_does_not_take_the_machine(machine: Machine, greed: str) -> None:
    told = machine.run(plain(GREEDY[greed]), limit=20, patience=120)
    assert told.facts["over"]
    assert len(told.output) < 1_200_000
    assert machine.run(NEXT).output == b"45\n"
