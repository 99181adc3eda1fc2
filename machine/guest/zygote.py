"""An interpreter that has started already: for each program it forks, instead of a second of starting.

    agent ─ door ─▶ zygote ─ fork ─▶ guard ─ fork ─▶ supervisor ─ fork ─▶ the program

Guard and supervisor are those of `witness.run.supervisor`. Only where that would execute an interpreter, the process
of the program goes on in this one, which has come as far as `sitecustomize`: from there it returns, and Python itself
goes on as it would have with `python program.py`. What depends on the program is put in its place before: its name,
which stands in Python's configuration; the environment; the files that the standard streams are now; the observer.
"""

from __future__ import annotations

import _ctypes
import _signal as signal  # type: ignore[import-not-found]  # the program finds imported what is imported here
import _socket
import array
import atexit
import io
import marshal
import os
import resource
import sys

from witness.run import supervisor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, NoReturn

NAME = "/home/reader/" + "_" * 200
"""What the interpreter is told to run: so long that every name has room in its place."""
READER = 1000
"""The user that programs run as."""
PROCESSES = 64
"""So many processes and threads a program may have at once: each takes some megabytes, and there are few."""
PASSED = ("log", "terminal", "output", "leash", "told", "status")
"""The descriptors that come with an order."""
CONFIGURATION = 1000
"""More words than Python's configuration has."""
WIDE = "utf-32-le"
WATCHED = ["os", "posix", "time", "_signal", "_posixsubprocess", "builtins", "io", "_io"]
WATCHED += ["multiprocessing.connection", "concurrent.futures._base"]
"""Modules with functions that the observer puts others in the place of."""
PR_SET_DUMPABLE = 4  # <linux/prctl.h>
_FUNCTION: Any = type(lambda: None)
_library = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # as `dlopen(3)` has it


class _Begin(BaseException):
    """Unwinds to where this process becomes the program."""


class _Cold(supervisor.Run):
    """A program that wants an interpreter of its own, because of its options or its environment."""

    def execute(self) -> None:
        _become_reader()
        super().execute()


class _Warm(supervisor.Run):
    """A program that goes on in this interpreter."""

    def execute(self) -> None:
        _become_reader()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as Python has them when it has started
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_IGN)
        os.closerange(3, 256)
        raise _Begin


def begin() -> None:
    """Wait for orders; return in a process that is to be a program, ready for Python to go on."""
    before = set(sys.modules)
    for name in os.environ["ZYGOTE_MODULES"].split():
        __import__(name)
    early = [module for name, module in sys.modules.items() if name not in before]
    places = list(_names())
    if len(places) < 2:
        raise RuntimeError("the program's name was not found in Python's configuration")
    weigh(-1000)
    try:
        _serve(_socket.socket(fileno=int(os.environ["ZYGOTE_DOOR"])), places)
    except _Begin:
        _arrive(early)


def weigh(score: int) -> None:
    """How readily the kernel ends this process where memory runs out."""
    fd = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(fd, str(score).encode())
    os.close(fd)


class _Address(_ctypes._SimpleCData):  # type: ignore[type-arg]  # it takes none when it runs
    _type_ = "P"


class _GetConfig(_ctypes.CFuncPtr):
    """A function of Python's own: it is called with the interpreter's lock held."""

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
    _restype_ = _Address


def _names() -> list[int]:
    """Where in Python's configuration `NAME` stands: as the file to run, and as the first of the arguments."""
    wanted = NAME.encode(WIDE)
    begin = _GetConfig(_ctypes.dlsym(_library, "_Py_GetConfig"))()
    memory = os.open("/proc/self/mem", os.O_RDONLY)

    def words(place: int, number: int) -> list[int]:
        try:
            return [*memoryview(os.pread(memory, number * _ctypes.sizeof(_Address), place)).cast("P")]
        except OSError:
            return []

    found = set()
    for word in words(begin, CONFIGURATION):
        for place in (word, *words(word, 1)):
            try:
                if os.pread(memory, len(wanted), place) == wanted:
                    found.add(place)
            except OSError:  # it was no address
                pass
    os.close(memory)
    return sorted(found)


def _serve(door: _socket.socket, places: list[int]) -> NoReturn:
    """Fork a guard for each order."""
    while True:
        data, more, _, _ = door.recvmsg(65536, 256)
        if not data:
            os._exit(0)
        fds = array.array("i")
        fds.frombytes(more[0][2])
        if os.fork() == 0:
            door.close()
            _guard(marshal.loads(data), dict(zip(PASSED, fds, strict=True)), places)
        for fd in fds:
            os.close(fd)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def _guard(order: dict[str, Any], passed: dict[str, int], places: list[int]) -> NoReturn:
    """Be the guard until all is over; a guard that fails says nothing to `status`."""
    os.setsid()
    weigh(-900)
    _rename(order["folder"], order["command"], places)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["folder"])
    os.setgroups([])
    os.setresgid(0, READER, 0)
    os.setresuid(0, READER, 0)  # it may end the program, and the program may not end it
    os.dup2(passed.pop("leash"), 0)
    os.dup2(passed.pop("told"), 1)
    status = passed.pop("status")
    settings = [f"{name}={value}" for name, value in (passed | order["settings"]).items()]
    kind = _Warm if order["warm"] else _Cold
    supervisor.guard(kind([*settings, "--", *order["command"]]))
    os.write(status, b".")
    os._exit(0)


def _rename(folder: str, command: list[str], places: list[int]) -> None:
    """Have this interpreter go on as the command says."""
    program = command[-1]
    sys.argv[:], sys.orig_argv[:] = [program], command
    memory = os.open("/proc/self/mem", os.O_WRONLY)
    for place in places:
        os.pwrite(memory, f"{folder}/{program}\0".encode(WIDE), place)
    os.close(memory)


def _become_reader() -> None:
    os.setresuid(0, 0, 0)
    weigh(500)
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    os.setresgid(READER, READER, READER)
    os.setresuid(READER, READER, READER)
    prctl = _ctypes.dlsym(_library, "prctl")
    _ctypes.call_function(prctl, (PR_SET_DUMPABLE, 1, 0, 0, 0))  # or else /proc/self belongs to root


def _arrive(early: list[ModuleType]) -> None:
    """Put things as an interpreter finds them that has just started for this program.

    Args:
        early: what is imported already, and would have been only after the observer.
    """
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
    sys.path_importer_cache.clear()
    late = [m._exit_function for name, m in sys.modules.items() if name == "multiprocessing.util"]
    for function in late:
        atexit.unregister(function)
    were = {name: dict(vars(sys.modules[name])) for name in WATCHED if name in sys.modules}
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401, PLC0415 - the observer's
    finally:  # `site` passes over the error that there is no other behind that one
        now = {id(was): vars(sys.modules[m])[n] for m, names in were.items() for n, was in names.items()}
        for module in early:
            _replace(module, {old: new for old, new in now.items() if old != id(new)})
        for function in late:  # it comes before the observer's last word, as it does where it was not there so early
            atexit.register(function)


def _replace(holder: Any, new: dict[int, Any]) -> None:
    """Put the functions that are watched also where a module or a class has kept them: by a name, or as a default."""
    for name, value in [*vars(holder).items()]:
        if id(value) in new:
            setattr(holder, name, new[id(value)])
        elif isinstance(value, type) and value.__module__ == getattr(holder, "__name__", ""):
            _replace(value, new)
        elif type(value) is _FUNCTION and any(id(default) in new for default in value.__defaults__ or ()):
            value.__defaults__ = tuple(new.get(id(default), default) for default in value.__defaults__ or ())
