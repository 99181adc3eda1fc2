"""What is not watched, or cannot be, is run all the same, and told as far as it is known."""

from __future__ import annotations

import os

import pytest

from tests.run.stage import Stage, only
from witness import interpreter
from witness.interpreter import Interpreter
from witness.run import terminal


def test_unwatched(stage: Stage) -> None:
    recording = terminal.run(
        stage.write("""
            import multiprocessing, os, sys
            if __name__ == "__main__":
                print(multiprocessing.get_start_method(), *[name for name in sys.modules if "witness" in name])
                if os.fork() == 0:
                    os._exit(0)
                os.wait()
                sys.exit(3)
        """),
        interpreter.ask(),
        watch=False,
    )
    assert recording.output == f"{interpreter.ask().start_method}\n"
    assert (recording.exit_code, recording.problems, recording.ran, recording.writes) == (3, (), (), ())
    (main,) = recording.processes
    assert (main.role, main.watched, main.exit_code) == ("main", False, 3)


@pytest.mark.parametrize("how", ["[sys.executable, '-I', '-c', code]", "[sys.executable, '-S', '-c', code]"])
def test_python_that_could_not_be_watched(stage: Stage, how: str) -> None:
    recording = terminal.run(
        stage.write(f"import subprocess, sys\ncode = 'print(1)'\nsubprocess.run({how}, check=True)"), interpreter.ask()
    )
    main, child = recording.processes
    (note,) = recording.notes
    assert recording.output == "1\n"
    assert (main.watched, child.watched, f"PID {child.pid}" in note) == (True, False, True)


def test_python_that_was_ended_before_its_first_word(stage: Stage) -> None:
    recording = terminal.run(
        stage.write("""
            import subprocess, sys
            with subprocess.Popen([sys.executable, "-S", "-c", "input()"]) as child:
                child.kill()
        """),
        interpreter.ask(),
    )
    (note,) = recording.notes
    assert "a Python that SIGKILL ended before it said a word" in note


@pytest.mark.parametrize("act", ["os.chroot(tempfile.mkdtemp())", "os.setuid(65534)", "few()"])
def test_child_whose_observer_can_open_nothing(stage: Stage, act: str) -> None:
    if act != "few()" and os.geteuid() != 0:
        pytest.skip("only root may do this")
    recording = terminal.run(
        stage.write(f"""
            import os, resource, tempfile
            def few():
                resource.setrlimit(resource.RLIMIT_NOFILE, (31, 31))
                try:
                    while True:
                        os.dup(0)
                except OSError:
                    pass
            {act}
            if os.fork() == 0:
                print("child")
                os._exit(3)
            os.wait()
        """),
        interpreter.ask(),
    )
    main, child = recording.processes
    assert recording.output == "child\n"
    assert (child.ppid, child.watched, child.exit_code) == (main.pid, True, 3)
    assert recording.lines[0].speakers == (child.pid,)


def test_watched(stage: Stage, oldest: Interpreter) -> None:
    program = """
        import os, subprocess, sys
        subprocess.run(["true"])
        subprocess.run([sys.executable, "-c", ""])
        if os.fork() == 0:
            os.execvp("true", ["true"])
        os.wait()
    """
    recording = terminal.run(stage.write(program), oldest)
    assert [(process.role, process.watched) for process in recording.processes] == [
        ("main", True),
        ("program", False),
        ("program", True),
        ("program", False),
    ]
    assert only(recording, "main").exit_code == 0
