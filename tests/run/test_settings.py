"""The settings of a run: what it reads, its options and variables, a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.stage import Stage
from witness import interpreter
from witness.errors import Mistake
from witness.run import terminal

READER = """
    import os, subprocess, sys
    print(repr(input()), flush=True)
    if os.fork() == 0:
        print(repr(sys.stdin.read()), flush=True)
        os._exit(0)
    os.wait()
    for _ in range(3):
        try:
            input()
        except EOFError:
            print("the end", flush=True)
    subprocess.run("cat")
"""


@pytest.mark.parametrize("stdout", ["terminal", "pipe"])
@pytest.mark.parametrize("rest", ["", "b", "b\n", "汉字\n", ("x" * 4000 + "\n") * 50])
def test_stdin(stage: Stage, rest: str, stdout: str) -> None:
    text = READER if rest else READER.replace("sys.stdin.read()", "sys.stdin.readline()")
    recording = terminal.run(stage.write(text), interpreter.ask(), stdin=f"yes\n{rest}", stdout=stdout)
    assert recording.output == f"'yes'\n{rest!r}\n" + "the end\n" * 3
    assert recording.problems == ()


def test_stdin_that_nobody_reads(stage: Stage) -> None:
    assert terminal.run(stage.write("print(1)"), interpreter.ask(), stdin="x\n" * 100_000).output == "1\n"


def test_stdin_with_a_line_that_no_terminal_takes(stage: Stage) -> None:
    with pytest.raises(Mistake, match="lines of"):
        terminal.run(stage.write(""), interpreter.ask(), stdin="x" * 5000)


def test_options_and_variables(stage: Stage) -> None:
    recording = terminal.run(
        stage.write(
            "import os, sys; print(sys.warnoptions, sys.flags.dev_mode, os.environ['WHO'], os.environ['TERM'])"
        ),
        interpreter.ask(),
        options=("-W", "error", "-X", "dev"),
        variables={"WHO": "it's 汉字", "TERM": "dumb"},
    )
    assert recording.output == "['default', 'error'] True it's 汉字 dumb\n"
    assert [process.watched for process in recording.processes] == [True]


def test_variable_for_modules_of_ones_own(stage: Stage) -> None:
    library = stage.folder / "library"
    library.mkdir()
    (library / "mine.py").write_text("print('mine')")
    file = stage.write("import mine")
    recording = terminal.run(file, interpreter.ask(), variables={"PYTHONPATH": str(library)})
    assert recording.output == "mine\n"
    assert len(recording.writes) == 1


def test_own_folder(stage: Stage) -> None:
    file = stage.write("""
        import os
        with open("left", "x") as left:
            left.write("something")
        print(*sorted(os.listdir()), os.getcwd())
    """)
    folders = []
    for _ in range(2):
        recording = terminal.run(file, interpreter.ask(), own_folder=True)
        *found, folder = recording.output.split()
        assert (recording.program, found) == ("play.py", ["left", "play.py"])
        assert len(recording.ran) == 5
        folders.append(Path(folder))
    assert list(stage.folder.iterdir()) == [stage.file]
    assert not any(folder.exists() for folder in folders)
