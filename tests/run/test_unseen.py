"""A program that is watched finds itself as it would anywhere else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.run.stage import Stage, buffered, unwatched, watch
from witness.interpreter import Interpreter
from witness.run import terminal

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
    ignored = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)  # as a shell does to what it starts with `nohup` and `&`
    before = [signal.signal(number, signal.SIG_IGN) for number in ignored]
    try:
        recording = stage.run("""
            import signal
            print(signal.getsignal(signal.SIGINT).__name__)
            print(*{signal.getsignal(n).name for n in signal.valid_signals() if isinstance(signal.getsignal(n), int)
                    and n not in (signal.SIGPIPE, signal.SIGXFSZ)})
        """)
    finally:
        for number, handler in zip(ignored, before, strict=True):
            signal.signal(number, handler)
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


SEE = """
import os, sys
print(*sorted(sys.modules), *sys.path, *map(str, sys.meta_path), *sys.path_importer_cache, sep="\\n")
print(*sorted(os.environ), sys.getrecursionlimit())
import _posixsubprocess, atexit, fcntl, multiprocessing.context, pickle, subprocess, threading
def look():
    print(sys.path[1:], os.environ.get("PYTHONPATH"), os.environ.get("WITNESS_LOGS"), flush=True)
def told(code, env=None):
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
if __name__ == "__main__":
    print([type(finder).__name__ for finder in sys.meta_path])
    for module in (_posixsubprocess, multiprocessing.process, multiprocessing.context):
        print(module.__spec__, type(module.__loader__), pickle.dumps(_posixsubprocess.fork_exec))
    for method in ("fork", "spawn", "forkserver"):
        process = multiprocessing.get_context(method).Process(target=look)
        process.start()
        process.join()
    code = "import os, sys; print(sys.path, sorted(os.environ))"
    told(code)
    os.environ["PYTHONPATH"] = "/elsewhere"
    told(code)
    del os.environ["PYTHONPATH"]
    told(code)
    told(code, {})
    told(code, {"PYTHONPATH": "/elsewhere", "NAME": "value"})
    subprocess.run(["env"], env={"NAME": "value"}, check=True)
    os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ), 0)
    if os.fork() == 0:
        os.execve(sys.executable, [sys.executable, "-c", code], {"NAME": "value"})
    os.wait()
    os.environ.clear()
    told(code)
    getattr(os, "reload_environ", str)()
    print(sorted(os.environ))
"""


def test_nothing_of_the_observer_is_seen(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, SEE, python)
    assert [process.name for process in recording.processes if not process.watched] == ["env"]
    without = re.compile(r"0x\w+")
    assert without.sub("", recording.output) == without.sub("", unwatched(stage, SEE, python))


def test_site_customization_of_ones_own(stage: Stage, python: Interpreter) -> None:
    library = stage.folder / "library"
    library.mkdir()
    (library / "sitecustomize.py").write_text("import os\nprint('mine', __file__, __name__, len(os.environ))\n")
    program = (
        "import sitecustomize, sys\nprint(sys.modules['sitecustomize'] is sitecustomize, sitecustomize.__file__)\n"
    )
    file, variables = stage.write(program), {"PYTHONPATH": str(library)}
    plain = terminal.run(file, python, variables=variables, watch=False).output
    assert plain.startswith("mine")
    assert terminal.run(file, python, variables=variables).output == plain


def test_each_interrupt_reaches_the_program(stage: Stage, python: Interpreter) -> None:
    """Also one that comes while the observer is at work, which is most of the time here."""
    program = """
import os, signal

def work():
    os.write(null, b"x")

ready, say_ready = os.pipe()
null, parent = os.open(os.devnull, os.O_WRONLY), os.getpid()
if os.fork() == 0:
    while os.read(ready, 1) == b"!":
        os.kill(parent, signal.SIGINT)
    os._exit(0)
for count in range(1, 101):
    try:
        os.write(say_ready, b"!")
        while True:
            work()
    except KeyboardInterrupt:
        pass
os.write(say_ready, b".")
os.wait()
print(count)
"""
    assert watch(stage, program, python).output == "100\n"
