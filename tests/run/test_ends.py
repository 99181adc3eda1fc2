"""How each process ended is told: by itself, by a signal, after its parent, or not at all."""

from __future__ import annotations

import pytest

from tests.run.stage import Stage, texts
from witness import interpreter
from witness.run import terminal


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("raise SystemExit(3)", 3),
        ("import os; os._exit(4)", 4),
        ("import os; os.kill(os.getpid(), 15)", -15),
        ("1 / 0", 1),
        ("", 0),
    ],
)
def test_exit_code_of_the_program_is_not_ours(stage: Stage, program: str, code: int) -> None:
    recording = stage.run(program)
    assert recording.exit_code == recording.processes[0].exit_code == code


def test_killed_child(stage: Stage) -> None:
    recording = stage.run("""
        import os, signal
        end, other_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(other_end, b"!")
            signal.pause()
        os.read(end, 1)
        os.kill(pid, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """)
    assert recording.processes[1].exit_code == -9
    assert recording.output == "-9\n"


def test_children_killed_at_once(stage: Stage) -> None:
    recording = stage.run("""
        import os, signal
        for _ in range(20):
            pid = os.fork()
            if pid == 0:
                signal.pause()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    """)
    main, *children = recording.processes
    assert [(child.role, child.ppid, child.exit_code) for child in children] == [("fork", main.pid, -9)] * 20


def test_orphan(stage: Stage) -> None:
    recording = stage.run("""
        import os
        end, other_end = os.pipe()
        if os.fork() == 0:
            os.close(other_end)
            os.read(end, 1)
            for n in range(100):
                print("orphan", n)
            os._exit(6)
        print("parent")
    """)
    assert recording.exit_code == 0
    orphan = recording.processes[1]
    assert orphan.exit_code == 6
    assert orphan.end >= recording.processes[0].end
    assert texts(recording, orphan.pid) == [f"orphan {n}" for n in range(100)]


def test_stopped_child(stage: Stage) -> None:
    recording = stage.run(
        """
        import os, signal
        pid = os.fork()
        if pid == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(8)
        print(os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1]))
        os.kill(pid, signal.SIGCONT)
        print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
    """,
        "--timeout",
        "3",
    )
    assert recording.output == "True\n8\n"
    assert recording.processes[1].exit_code == 8


def test_child_stopped_and_waited_by_id(stage: Stage) -> None:
    recording = stage.run(
        """
        import os, signal
        pid = os.fork()
        if pid == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(8)
        print(os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED).si_code == os.CLD_STOPPED)
        os.kill(pid, signal.SIGCONT)
        os.waitpid(pid, 0)
    """,
        "--timeout",
        "3",
    )
    assert recording.output == "True\n"
    assert recording.processes[1].exit_code == 8


def test_where_each_process_stands(stage: Stage) -> None:
    recording = terminal.run(
        stage.write("import os, signal\nif os.fork() == 0:\n    signal.pause()\nfor n in range(9): pass\nos.wait()"),
        interpreter.ask(),
        limit=1,
    )
    main, child = recording.processes
    assert (recording.stands(main.pid), recording.stands(child.pid)) == (5, 3)
