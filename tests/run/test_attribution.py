"""Every write of a program is attributed, or said to be unattributed; the moments and the text together tell."""

from __future__ import annotations

import itertools

import pytest

from tests.run.pythons import MINORS, find
from tests.run.stage import Stage
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.run import terminal

PYTHONS = [python for python in (find(minor) for minor in MINORS) if python]


def parts(recording: Recording) -> list[tuple[str, str]]:
    """The output in the parts that one process wrote; nobody known is `?`."""
    told: list[tuple[str, str]] = []
    place = 0
    for write in recording.writes:
        told += [("?", recording.output[place : write.start])] * (write.start > place)
        told.append((recording.by_pid[write.pid].role, recording.output[write.start : write.end]))
        place = write.end
    told += [("?", recording.output[place:])] * (place < len(recording.output))
    return [(who, "".join(text for _, text in some)) for who, some in itertools.groupby(told, key=lambda part: part[0])]


UNOBSERVED = {
    "in the line": (
        'import subprocess\nsubprocess.run(["printf", "a "]); print("b"); print("c")',
        [("?", "a "), ("main", "b\nc\n")],
    ),
    "the same before": (
        'import subprocess\nsubprocess.run(["echo", "hello"]); print("hello")',
        [("?", "hello\n"), ("main", "hello\n")],
    ),
    "the same after": (
        'import os\nprint("hello", flush=True); os.system("echo hello")',
        [("main", "hello\n"), ("?", "hello\n")],
    ),
    "the same between": (
        'import os, subprocess\nprint("x", flush=True)\nos.system("echo x; echo x")\nprint("x")',
        [("main", "x\n"), ("?", "x\nx\n"), ("main", "x\n")],
    ),
    "the rest of the line": (
        'import os\nprint("progress: ", end="", flush=True); os.system("echo done")',
        [("main", "progress: "), ("?", "done\n")],
    ),
    "exec": (
        'import os\nprint("x", flush=True)\nif os.fork() == 0: os.execvp("echo", ["echo", "x"])\nos.wait()\nprint("x")',
        [("main", "x\n"), ("?", "x\n"), ("main", "x\n")],
    ),
}


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python.version)
@pytest.mark.parametrize(("program", "expected"), UNOBSERVED.values(), ids=UNOBSERVED.keys())
def test_other_programs(stage: Stage, python: Interpreter, program: str, expected: list[tuple[str, str]]) -> None:
    file = stage.write(program)
    for stdout in ("terminal", "pipe"):
        recording = terminal.run(file, python, stdout=stdout)
        if stdout == "terminal" or "flush" in program:
            assert parts(recording) == expected


ALL_OF_MAIN = {
    "threads": """
        import os, threading
        def write(letter):
            for n in range(40):
                os.write(1, f"{letter}{n}\\n".encode())
        threads = [threading.Thread(target=write, args=(letter,)) for letter in "ab"]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
    """,
    "two streams": """
        import sys, threading
        def write(stream, letter):
            for n in range(40):
                print(letter, n, file=stream, flush=True)
        threads = [threading.Thread(target=write, args=one) for one in ((sys.stdout, "a"), (sys.stderr, "b"))]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
    """,
    "handler of a signal": """
        import os, signal
        seen = 0
        def handler(*_):
            global seen
            seen += 1
            os.write(1, b"signal\\n")
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
        while seen < 20:
            print("line", flush=True)
        signal.setitimer(signal.ITIMER_REAL, 0)
    """,
    "not blocking": """
        import os
        os.set_blocking(1, False)
        data = b"".join(b"%06d\\n" % n for n in range(43_000))
        while data:
            try:
                data = data[os.write(1, data):]
            except BlockingIOError:
                pass
        os.set_blocking(1, True)
    """,
    "other ways to the output": """
        import os, sys
        sys.stdout = os.fdopen(1, "w", 1, closefd=False)
        print("fdopen")
        with open("/dev/stdout", "w") as file:
            print("opened", file=file)
        with open(1, "wb", 0, closefd=False) as file:
            file.write(b"bytes\\n")
        os.writev(1, [b"in ", b"parts\\n"])
    """,
    "a write that fails": """
        import os
        try:
            os.write(os.open("/dev/full", os.O_WRONLY), b"x")
            os.write(99, b"end\\n")
        except OSError as error:
            print(error.strerror)
    """,
}


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python.version)
@pytest.mark.parametrize("program", ALL_OF_MAIN.values(), ids=ALL_OF_MAIN.keys())
def test_all_is_told(stage: Stage, python: Interpreter, program: str) -> None:
    recording = terminal.run(stage.write(program + '\n        print("end")\n'), python)
    assert (recording.problems, recording.exit_code) == ((), 0)
    assert parts(recording) == [("main", recording.output)]
    assert recording.output.endswith("end\n")


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python.version)
def test_prompt(stage: Stage, python: Interpreter) -> None:
    recording = terminal.run(stage.write('print(input("name? "))'), python, stdin="me\n")
    assert parts(recording) == [("main", "name? me\n")]


def test_pipe_torn_between_processes(stage: Stage) -> None:
    program = """
        import os, sys
        for letter in "abc":
            if os.fork() == 0:
                sys.stdout.write("".join(f"{letter}{n}\\n" for n in range(20_000)))
                sys.stdout.flush()
                os._exit(0)
        for _ in range(3):
            os.wait()
        print("end")
    """
    recording = terminal.run(stage.write(program), PYTHONS[0], stdout="pipe")
    told = {process.pid: "" for process in recording.processes}
    for write in recording.writes:
        told[write.pid] += recording.output[write.start : write.end]
    expected = {"".join(f"{letter}{n}\n" for n in range(20_000)) for letter in "abc"} | {"end\n"}
    assert set(told.values()) == expected
