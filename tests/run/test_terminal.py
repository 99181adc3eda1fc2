"""Any program can be run and watched: it is told apart, and finds itself as it would anywhere else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from witness import interpreter
from witness.errors import Mistake
from witness.recording import Process, Recording
from witness.run import terminal

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What the command answered."""

    code: int
    stdout: str
    stderr: str

    @property
    def recording(self) -> Recording:
        """The run, which it printed as JSON."""
        return Recording.from_json(self.stdout)


def witness(*arguments: str, stdin: str = "", environment: dict[str, str] | None = None) -> Answer:
    """Call the command, in this environment or in our own."""
    done = subprocess.run(
        [sys.executable, "-m", "witness", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def buffered() -> dict[str, str]:
    """Our own environment, without what would change how programs print."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


class Stage:
    """A folder whose name is not easy, with a program in it."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.folder = folder / "a room, it's 3\" of 汉字"
        self.folder.mkdir()
        self.file = self.folder / "play.py"

    def write(self, program: str) -> Path:
        """Write the program."""
        self.file.write_text(textwrap.dedent(program), encoding="utf-8")
        return self.file

    def answer(self, program: str, *options: str, environment: dict[str, str] | None = None) -> Answer:
        """Run the program by the command."""
        return witness("run", str(self.write(program)), "--json", *options, environment=environment)

    def run(self, program: str, *options: str, environment: dict[str, str] | None = None) -> Recording:
        """Run the program, which goes well."""
        answer = self.answer(program, *options, environment=environment)
        assert (answer.code, answer.stderr) == (0, "")
        return answer.recording

    def left(self) -> list[psutil.Process]:
        """The processes that are still there in the folder."""
        return [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(self.folder)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    for process in stage.left():
        process.kill()


def texts(recording: Recording, pid: int) -> list[str]:
    """The lines of one process."""
    return [line.text for line in recording.lines if line.speakers == (pid,)]


def only(recording: Recording, role: str) -> Process:
    """The one process of a role."""
    (process,) = (process for process in recording.processes if process.role == role)
    return process


# -- what it tells -----------------------------------------------------------------------------------------------------


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


# -- that the program does not notice ----------------------------------------------------------------------------------

TWICE = """
    import os
    print("before the fork")
    if os.fork() == 0:
        print("child")
    else:
        os.wait()
"""


@pytest.mark.parametrize("unbuffered", [{}, {"PYTHONUNBUFFERED": "1"}])
@pytest.mark.parametrize(("options", "count"), [((), 1), (("--pipe",), 2)])
def test_buffer(stage: Stage, options: tuple[str, ...], count: int, unbuffered: dict[str, str]) -> None:
    recording = stage.run(TWICE, *options, environment=buffered() | unbuffered)
    assert recording.output.count("before the fork\n") == count
    assert recording.stdout == ("pipe" if options else "terminal")
    assert len(recording.lines) == count + 1


@pytest.mark.parametrize(
    "statement",
    [
        "os.waitpid(-1, 0)",
        "os.wait()",
        "os.waitid(os.P_ALL, 0, os.WEXITED)",
        "os.waitpid('1', 0)",
        "os.write(99, b'x')",
        "os.write(1, 'text')",
        "os.write(1)",
        "os.posix_spawn('/nowhere', ['x'], {})",
        "os.posix_spawn('/nowhere')",
        "os._exit('x')",
        "subprocess.run(['/nowhere'])",
        "sys.stdout.write(1)",
        "print('x', file=1)",
        "os.close(1); sys.stdout.write('x'); sys.stdout.flush()",
        "os.kill(os.getpid(), 2)",
        "warnings.warn('old', DeprecationWarning)",
        "pickle.dumps(os.fork); pickle.dumps(os.waitpid); print(os.waitpid.__name__, os.write.__module__)",
        "multiprocessing.Process(target=len).run()",
    ],
)
def test_traceback_is_the_programs_own(stage: Stage, statement: str) -> None:
    recording = stage.run(f"""
        import multiprocessing, os, pickle, subprocess, sys, warnings
        def act():
            {statement}
        act()
    """)
    env = buffered() | {"NO_COLOR": "1"}
    plain = subprocess.run(
        [sys.executable, "play.py"], cwd=stage.folder, env=env, capture_output=True, text=True, check=False
    )
    assert recording.output == plain.stdout + plain.stderr
    assert recording.exit_code == plain.returncode


def test_traceback_in_a_child_process(stage: Stage) -> None:
    recording = stage.run("""
        import multiprocessing
        def work():
            raise ValueError("no")
        if __name__ == "__main__":
            process = multiprocessing.get_context("fork").Process(target=work)
            process.start()
            process.join()
    """)
    assert "ValueError: no" in recording.output
    assert "sitecustomize" not in recording.output


def test_descriptors(stage: Stage) -> None:
    recording = stage.run("""
        import os
        print(os.pipe(), flush=True)
        if os.fork() == 0:
            print(os.pipe(), flush=True)
            os._exit(0)
        os.wait()
    """)
    assert recording.output == "(3, 4)\n(5, 6)\n"


def test_standard_streams(stage: Stage) -> None:
    program = """
        import os, sys
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            print(type(stream), stream.name, stream.encoding, stream.mode, stream.isatty(), stream.fileno())
            print(type(stream.buffer), stream.line_buffering, stream.write_through, stream.newlines)
        print(sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
        print(sys.argv, __file__, __name__, os.getcwd())
        print(os.getpgrp() == os.getpid() == os.tcgetpgrp(0), os.get_terminal_size())
    """
    recording = stage.run(program)
    lines = [line.text for line in recording.lines]
    assert lines[0::2][:3] == [
        "<class '_io.TextIOWrapper'> <stdin> utf-8 r True 0",
        "<class '_io.TextIOWrapper'> <stdout> utf-8 w True 1",
        "<class '_io.TextIOWrapper'> <stderr> utf-8 w True 2",
    ]
    assert lines[3] == lines[5] == "<class '_io.BufferedWriter'> True False None"
    assert lines[6] == "True True"
    assert lines[7] == f"['play.py'] {stage.folder}/play.py __main__ {stage.folder}"
    assert lines[8] == "True os.terminal_size(columns=80, lines=24)"


def test_signals(stage: Stage) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does to what it starts with `&`
    try:
        recording = stage.run("""
            import signal
            print(signal.getsignal(signal.SIGINT).__name__)
            print(*{signal.getsignal(n).name for n in signal.valid_signals() if isinstance(signal.getsignal(n), int)
                    and n not in (signal.SIGPIPE, signal.SIGXFSZ)})
        """)
    finally:
        signal.signal(signal.SIGINT, before)
    assert recording.output == "default_int_handler\nSIG_DFL\n"


def test_environment(stage: Stage) -> None:
    recording = stage.run(
        'import os; print(*sorted(os.environ)); print(os.environ["PATH"])',
        environment=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONHASHSEED": "7", "SECRET": "yes", "COLUMNS": "7"},
    )
    names, path = recording.output.splitlines()
    assert not {"PYTHONUNBUFFERED", "PYTHONHASHSEED", "SECRET", "COLUMNS"} & set(names.split())
    assert path == os.environ["PATH"]


def test_closed_standard_output(stage: Stage) -> None:
    recording = stage.run("""
        import os, sys
        sys.stdout = None
        print("nothing")
        os.write(2, b"something\\n")
    """)
    assert recording.output == "something\n"


# -- the settings of a run ---------------------------------------------------------------------------------------------

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


# -- what cannot be watched --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["[sys.executable, '-I', '-c', code]", "[sys.executable, '-S', '-c', code]"])
def test_python_that_could_not_be_watched(stage: Stage, how: str) -> None:
    recording = terminal.run(
        stage.write(f"import subprocess, sys\ncode = 'print(1)'\nsubprocess.run({how}, check=True)"), interpreter.ask()
    )
    main, child = recording.processes
    (note,) = recording.notes
    assert recording.output == "1\n"
    assert (main.watched, child.watched, f"PID {child.pid}" in note) == (True, False, True)


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


def test_where_each_process_stands(stage: Stage) -> None:
    recording = terminal.run(
        stage.write("import os, signal\nif os.fork() == 0:\n    signal.pause()\nfor n in range(9): pass\nos.wait()"),
        interpreter.ask(),
        limit=1,
    )
    main, child = recording.processes
    assert (recording.stands(main.pid), recording.stands(child.pid)) == (5, 3)


# -- what cannot be run ------------------------------------------------------------------------------------------------


def refused(answer: Answer) -> str:
    """The one sentence that says why."""
    assert answer.code == 2
    assert answer.stdout == ""
    (sentence,) = answer.stderr.splitlines()
    return sentence


def test_missing_file(stage: Stage) -> None:
    assert str(stage.file) in refused(witness("run", str(stage.file)))


def test_folder(stage: Stage) -> None:
    assert refused(witness("run", str(stage.folder))) == f"{stage.folder}: this is no file"


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/true", "/bin/false", "/", "no-such-python"])
def test_missing_interpreter(stage: Stage, python: str) -> None:
    assert python in refused(witness("run", str(stage.write("")), "--python", python))


def test_no_command() -> None:
    answer = witness()
    assert answer.code == 2
    assert "Traceback" not in answer.stderr
