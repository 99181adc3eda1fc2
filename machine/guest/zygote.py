"""An interpreter that has started already: for each program it forks, instead of a second of starting.

    agent ─ door ─▶ zygote ─ fork ─▶ guard ─ fork ─▶ supervisor ─ fork ─▶ the program

Guard and supervisor are those of `witness.run.supervisor`. Only where that would execute an interpreter, the process
of the program goes on in this one, which has come as far as `sitecustomize`: from there it returns, and Python itself
goes on as it would have with `python program.py`. What depends on the program is put in its place before: its name,
which stands in Python's configuration; the environment; the files that the standard streams are now; the observer.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # the program finds imported what is imported here
import atexit
import io
import os
import resource
import sys

from machine.guest import template
from machine.guest.configuration import Configuration, call
from machine.guest.observer import Copies, Reader
from witness.run import supervisor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME = "/home/reader/" + "_" * 200
"""What the interpreter is told to run: so long that every name has room in its place."""
READER = 1000
"""The user that programs run as."""
PROCESSES = 40
"""So many processes and threads a program may have at once: each takes some megabytes, and there are few."""
PR_SET_DUMPABLE = 4  # <linux/prctl.h>


class _Begin(BaseException):
    """Unwinds to where this process becomes the program; its argument says whether that has a template."""


class _Cold(supervisor.Run):
    """A program that wants an interpreter of its own, because of its options or its environment."""

    def execute(self) -> None:
        _become_reader()
        super().execute()


class _Warm(supervisor.Run):
    """A program that goes on in this interpreter."""

    templated = False

    def execute(self) -> None:
        _become_reader()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as Python has them when it has started
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_IGN)
        os.closerange(3, 256)
        raise _Begin(self.templated)


class _Templated(_Warm):
    """A program that starts interpreters; what has become of its template is not told."""

    templated = True

    def note(self, *what: object) -> None:
        if what[0] not in ("waited", "killed") or str(what[1]) not in self._templates():
            super().note(*what)

    def _templates(self) -> list[str]:
        try:
            with open(f"{os.environ['WITNESS_LOGS']}/templates") as file:  # noqa: PTH123
                return file.read().split()
        except OSError:
            return []


def begin() -> None:
    """Wait for orders; return in a process that is to be a program, ready for Python to go on.

    There are two of us, with a door each: one as plain as Python starts, and a fork of it that imports what many want.
    """
    before = set(sys.modules)
    plain, full = map(int, os.environ["ZYGOTE_DOORS"].split())
    if os.fork() == 0:
        os.close(plain)
        for name in os.environ["ZYGOTE_MODULES"].split():
            __import__(name)
        door = full
    else:
        os.close(full)
        door = plain
    reader = Reader()
    copies = Copies([module for name, module in sys.modules.items() if name not in before])
    configuration = Configuration(NAME)
    weigh(-1000)
    try:
        supervisor.serve(door, lambda order, passed: _guard(order, passed, configuration))
    except _Begin as order:
        templated = bool(order.args[0])
    _arrive(reader, copies, configuration if templated else None)


def weigh(score: int) -> None:
    """How readily the kernel ends this process where memory runs out."""
    fd = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(fd, str(score).encode())
    os.close(fd)


def _guard(order: dict[str, Any], passed: dict[str, int], configuration: Configuration) -> None:
    """Be the guard until all is over."""
    weigh(-900)
    sys.argv[:], sys.orig_argv[:] = order["command"][-1:], order["command"]
    configuration.run_file(f"{order['folder']}/{order['command'][-1]}")
    os.setgroups([])
    os.setresgid(0, READER, 0)
    os.setresuid(0, READER, 0)  # it may end the program, and the program may not end it
    kind = (_Templated if order["template"] else _Warm) if order["warm"] else _Cold
    supervisor.guard(kind(order, passed))


def _become_reader() -> None:
    os.setresuid(0, 0, 0)
    weigh(500)
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    os.setresgid(READER, READER, READER)
    os.setresuid(READER, READER, READER)
    call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # or else /proc/self belongs to root


def _arrive(reader: Reader, copies: Copies, configuration: Configuration | None) -> None:
    """Put things as an interpreter finds them that has just started for this program.

    Args:
        reader: of the observer.
        copies: in what is imported already, and would have been only after the observer.
        configuration: of this interpreter, if the program shall have a template.
    """
    if configuration:
        template.offer(configuration)  # from here on we may also be an interpreter that the program has started
    for fd, name in enumerate(("stdin", "stdout", "stderr")):  # see `create_stdio` in CPython's pylifecycle.c
        stream = io.open(  # noqa: SIM115, UP020
            fd, "w" if fd else "r", closefd=False, encoding="utf-8", errors="backslashreplace" if fd == 2 else "strict"
        )
        if fd:
            stream.reconfigure(line_buffering=fd == 2 or os.isatty(fd))
        stream.mode = "w" if fd else "r"  # type: ignore[misc]
        stream.buffer.raw.name = f"<{name}>"  # type: ignore[attr-defined]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    ours = [name for name in sys.modules if name.partition(".")[0] in ("machine", "witness", "sitecustomize")]
    for name in ours:
        del sys.modules[name]
    sys.path[:] = [*os.environ.get("PYTHONPATH", "").split(os.pathsep), *(p for p in sys.path if "/opt" not in p)]
    for path in [path for path in sys.path_importer_cache if "/opt" in path]:
        del sys.path_importer_cache[path]
    forced = os.environ["WITNESS_METHOD"]
    late = [m._exit_function for name, m in sys.modules.items() if name == "multiprocessing.util"]
    for function in late:
        atexit.unregister(function)
    sys.meta_path.insert(0, reader)
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401, PLC0415 - the observer's
    finally:  # `site` passes over the error that there is no other behind that one
        sys.meta_path.remove(reader)
        copies.replace()
        if forced and late:  # what the package has of its default context is of the one before
            package = sys.modules["multiprocessing"]
            package.__spec__.loader.exec_module(package)  # type: ignore[union-attr]
        for function in late:  # it comes before the observer's last word, as it does where it was not there so early
            atexit.register(function)
