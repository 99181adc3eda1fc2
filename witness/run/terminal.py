"""Runs any Python file as a reader would, in a terminal of its own; comes back with a recording, leaves nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.recording import LIMIT, Recording
from witness.run import assemble
from witness.run.listener import Reader, listen

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

    from witness.run import orders

if TYPE_CHECKING:
    from witness.run.orders import Order, Supervisor

WINDOWS = "watching needs a terminal and fork, which Windows has not; run the program itself, or use Linux or macOS"
HERE = Path(__file__).parent
PROCESSES = 300  # with more the run is ended; each observer stops its process before it makes still more
STILL = 0.5  # seconds in which no thread of it has run: it waits for what never comes
ROWS, COLUMNS = 24, 80
LINE_LIMIT = 4095 if sys.platform == "linux" else 1023  # bytes of a line that a terminal takes (`termios(3)`)
NONE: Mapping[str, str] = MappingProxyType({})


def run(
    program: Path,
    python: Interpreter,
    *,
    limit: float = LIMIT,
    stdout: str = "terminal",
    lines: bool = True,
    stdin: str = "",
    options: tuple[str, ...] = (),
    variables: Mapping[str, str] = NONE,
    own_folder: bool = False,
    still: int = 0,
    watch: bool = True,
    abort: threading.Event | None = None,
    reader: Reader | None = None,
    start: Callable[[Order, tuple[int, int, int]], Supervisor] | None = None,
) -> Recording:
    """Run `program` and record what its processes do.

    Args:
        program: a Python file; it runs in the folder where it lies.
        python: what to run it with.
        limit: after so many seconds whatever is left of it is ended.
        stdout: `terminal`, or `pipe` for what `python program.py 2>&1 | cat` would show.
        lines: whether to record which lines ran; it costs a few microseconds a line.
        stdin: what is typed at the terminal, and after it the end, to everybody who reads on. If empty, nothing is
            typed, and who reads waits.
        options: of the interpreter, such as `-W`, `error`.
        variables: what the program finds in its environment, besides or instead of what is there in every run.
        own_folder: run a copy of the program in a folder made for this run, which is gone after it.
        still: how many times `STILL` it has to stand still to be ended, which is no problem then; 0: never (Linux).
        watch: whether its processes are watched; if not, all that is known of the run is its output and its end.
        abort: ends the program when it is set.
        reader: who reads along, if anybody does.
        start: has a supervisor made, as `orders.carry_out` does, which is asked if nobody else is.

    Raises:
        Mistake: there is no such file, or this is Windows; a line of `stdin` is longer than a terminal takes; or the
            program has removed what was written down of it.
    """
    if sys.platform == "win32":
        raise Mistake(WINDOWS)
    if not program.is_file():
        raise Mistake(f"{program}: this is no file" if program.exists() else f"{program}: there is no such file")
    if max(map(len, stdin.encode().split(b"\n"))) > LINE_LIMIT:
        raise Mistake(f"{program}: a terminal takes lines of {LINE_LIMIT} bytes, and stdin has one that is longer")
    with contextlib.ExitStack() as stack:
        if own_folder:
            own = stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{program.stem}-"))
            program = Path(shutil.copy(program, own))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="witness-")))
        master, terminal = (stack.enter_context(_file(fd)) for fd in pty.openpty())
        _prepare(terminal.fileno())
        ours, theirs = master, terminal
        if stdout == "pipe":
            ours, theirs = (stack.enter_context(_file(fd)) for fd in os.pipe())
        log = stack.enter_context((folder / "supervisor.log").open("ab", buffering=0))
        env = environment(variables)
        if watch:
            followed = str(program.parent.resolve() / program.name) if lines else ""
            method = python.start_method if python.forced else ""
            env = _observed(env, folder, theirs.fileno(), followed, method)
        command = [python.path, *options, program.name if program.name[0] != "-" else f"./{program.name}"]
        order = orders.Order(
            command=[*map(orders.text, command)],
            folder=orders.text(program.parent.absolute()),
            env={name: orders.text(value) for name, value in env.items()},
            logs=orders.text(folder),
            limit=limit,
            processes=PROCESSES,
            still=STILL * still,
        )
        supervisor = (start or orders.carry_out)(order, (log.fileno(), terminal.fileno(), theirs.fileno()))
        stack.callback(supervisor.end)
        terminal.close()
        theirs.close()
        output, arrivals, problems = listen(ours.fileno(), master.fileno(), stdin.encode(), supervisor, abort, reader)
        if supervisor.has_failed():
            problems.append("what watches it failed, so nothing is certain about this run")
        return assemble.read(
            folder,
            output,
            arrivals,
            limit,
            problems,
            program=program.name,
            python=python.version,
            platform=python.platform,
            start_method=python.start_method,
            stdout=stdout,
        )


def environment(variables: Mapping[str, str] = NONE) -> dict[str, str]:
    """What the program finds in `os.environ`: a reader's terminal, without what only this machine has set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "TMPDIR", "TZ") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "TERM": "xterm-256color", "NO_COLOR": "1", **variables}


def _observed(found: dict[str, str], folder: Path, output: int, program: str, method: str) -> dict[str, str]:
    """The environment with what brings the observer into each Python, which takes it out of the program's sight."""
    where = os.fstat(output)
    path = filter(None, [str(HERE / "observer"), found.get("PYTHONPATH")])
    return {
        **found,
        "PYTHONPATH": os.pathsep.join(path),
        "WITNESS_LOGS": str(folder),
        "WITNESS_PROGRAM": program,
        "WITNESS_OUTPUT": f"{where.st_dev}:{where.st_ino}:{where.st_rdev}",
        "WITNESS_METHOD": method,
        "WITNESS_PROCESSES": str(PROCESSES),
    }


def _file(fd: int) -> IO[bytes]:
    """A file that can be closed twice: the number of a closed descriptor may already be another thread's."""
    return open(fd, "rb", buffering=0)


def _prepare(terminal: int) -> None:
    """Give the terminal a size, and let what is written to it pass unchanged: no carriage returns, no echo."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    attributes = termios.tcgetattr(terminal)
    attributes[1] &= ~termios.OPOST
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)
