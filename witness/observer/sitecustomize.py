"""Stands in every Python process of a watched program and writes down what happens to it.

Python imports a module of this name at start-up, before the program; `witness.run` puts this folder on `PYTHONPATH`.
Each process appends to a file of its own, `<pid>.log` in the folder `WITNESS_LOGS`: one `repr` of a tuple a line,
first the moment (nanoseconds of the monotonic clock, which all processes share), then what happened.
`witness.recording` reads them. Only modules are imported that the interpreter has loaded already or that are part of
it, and nothing of the program is changed: it keeps its descriptors, its buffering, its tracebacks and its warnings.
"""

from __future__ import annotations

import _io
import _posixsubprocess
import _thread
import atexit
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_logs = os.environ["WITNESS_LOGS"]
# The device and inode of the terminal or pipe: a write elsewhere is not part of what a reader sees.
_output = os.environ["WITNESS_OUTPUT"]
# The program's file, whose lines and functions are followed; empty if they are not.
_program = os.environ["WITNESS_PROGRAM"]
_method = os.environ["WITNESS_METHOD"]
_fd = -1
_pid = 0


def _open() -> None:
    """Open this process's log, on a high descriptor: programs show theirs, and count from 3."""
    global _fd
    fd = os.open(f"{_logs}/{os.getpid()}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        import fcntl

        _fd = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 400)
        os.close(fd)
    except OSError:  # the program has lowered its limit of descriptors
        _fd = fd


def _note(*what: object) -> None:
    line = f"{(time.monotonic_ns(), *what)!r}\n".encode()
    try:
        _os_write(_fd, line)
    except OSError:  # a daemon closes every descriptor it inherited
        try:
            _open()
            _os_write(_fd, line)
        except OSError:
            pass  # a program that hides from us is still a program: it must not fail because of us


def _watch(
    module: Any,
    name: str,
    *,
    before: Callable[..., None] | None = None,
    after: Callable[..., None] | None = None,
) -> None:
    """Tell `before(*args)` and `after(result, *args)` of each call of a function, where the system has it."""
    function = getattr(module, name, None)
    if function is None:
        return

    def call(*args: Any, **kwargs: Any) -> Any:
        if before is not None:
            _quietly(before, *args)
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            # A bare raise adds no entry for this frame, and the one there was goes with the traceback.
            error.__traceback__ = None
            raise
        if after is not None:
            _quietly(after, result, *args)
        return result

    # It goes by the old name, and stands where it stood, so that the program can pickle it.
    home = sys.modules[function.__module__]
    call.__module__, call.__name__, call.__qualname__ = home.__name__, name, name
    setattr(home, name, call)
    setattr(module, name, call)


def _quietly(hook: Callable[..., None], *args: Any) -> None:
    """Call a hook; what is wrong with the arguments is for the watched function to say."""
    try:
        hook(*args)
    except Exception:
        pass


# -- who there is ------------------------------------------------------------------------------------------------------


def _before_fork() -> None:
    global _pid
    _pid = os.getpid()
    _note("fork")


def _in_forked_child() -> None:
    _open()
    # Not `os.getppid()`: the parent may already be gone.
    _note("start", "fork", _pid, [])
    _follow_again()


def _name_processes(module: Any) -> None:
    """Note the name and the kind of each `multiprocessing.Process` when it begins, in the process itself."""
    bootstrap = module.BaseProcess._bootstrap

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        _quietly(_named, self)
        return bootstrap(self, *args, **kwargs)

    module.BaseProcess._bootstrap = _bootstrap


def _named(process: Any) -> None:
    target = getattr(process, "_target", None)
    where = f"{getattr(target, '__module__', '')}.{getattr(target, '__qualname__', '')}"
    _note("process", str(process.name), where, getattr(process, "_parent_pid", None))


def _set_method(module: Any) -> None:
    """Make another start method the default, as another version of Python would."""
    if _method:
        module._default_context = module.DefaultContext(module._concrete_contexts[_method])


def _trace_threads(module: Any) -> None:
    """Follow the program's code in threads too; from Python 3.12 on that needs nothing."""
    if _program and sys.version_info < (3, 12):
        module.settrace(_trace)


_changes = {
    "multiprocessing.process": _name_processes,
    "multiprocessing.context": _set_method,
    "threading": _trace_threads,
}


class _WhenImported:
    """Change a module as soon as it is imported, and not a moment before."""

    @classmethod
    def find_spec(cls, name: str, path: Any, target: Any = None) -> Any:
        change = _changes.pop(name, None)
        if change is None:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not cls else None
            if spec is not None and spec.loader is not None:
                load = spec.loader.exec_module

                def exec_module(module: Any, load: Callable[..., None] = load) -> None:
                    load(module)
                    change(module)

                spec.loader.exec_module = exec_module  # type: ignore[method-assign]
                return spec
        return None


def _started(pid: int, argv: Any, *_: Any) -> None:
    _note("started", pid, [os.fsdecode(word) for word in argv])


# -- how it ended ------------------------------------------------------------------------------------------------------


def _waited(result: Any, *_: Any) -> None:
    pid, status = result[:2]
    if pid and (os.WIFEXITED(status) or os.WIFSIGNALED(status)):  # or else it was only stopped
        _note("waited", pid, os.waitstatus_to_exitcode(status))


def _waited_by_id(result: Any, *_: Any) -> None:
    if result is not None and result.si_code == os.CLD_EXITED:
        _note("waited", result.si_pid, result.si_status)
    elif result is not None and result.si_code in (os.CLD_KILLED, os.CLD_DUMPED):
        _note("waited", result.si_pid, -result.si_status)


# -- who wrote which line ----------------------------------------------------------------------------------------------

_os_write = os.write


def _is_output(fd: int) -> bool:
    try:
        stat = os.fstat(fd)
    except OSError:
        return False
    return f"{stat.st_dev}:{stat.st_ino}" == _output


def _writes(fd: int, data: Any) -> None:
    if _is_output(fd):
        _note("write", bytes(data))


class _Raw(_io.FileIO):
    """The bottom of `sys.stdout`: each of its writes is one `write(2)`."""

    def write(self, data: Any, /) -> Any:
        try:
            _quietly(_writes, self.fileno(), data)
            return super().write(data)
        except BaseException as error:
            error.__traceback__ = None
            raise


def _stream(name: str, fd: int) -> None:
    """Rebuild one of the standard streams on a `_Raw`, with all else as the interpreter made it."""
    old = getattr(sys, name)
    if old is None:
        return
    raw = _Raw(fd, "wb", closefd=False)
    raw.name = old.name
    unbuffered = old.write_through
    new: Any = _io.TextIOWrapper(
        raw if unbuffered else _io.BufferedWriter(raw),
        encoding=old.encoding,
        errors=old.errors,
        newline=None,
        line_buffering=old.line_buffering,
        write_through=unbuffered,
    )
    new.mode = "w"
    setattr(sys, name, new)
    setattr(sys, f"__{name}__", new)


# -- which lines it ran ------------------------------------------------------------------------------------------------

_LINES = 1000  # in each process: a loop must not cost more than it shows
_left = _LINES
_main = _thread.get_ident()


def _whose() -> int:
    """The thread: 0 for the one that the process began with."""
    thread = _thread.get_ident()
    return 0 if thread == _main else thread


def _ran(line: int) -> bool:
    """Note a line, and say whether to go on."""
    global _left
    _left -= 1
    if _left == 0:
        _note("cut")
    if _left > 0:
        _note("line", line, _whose())
    return _left > 0


def _called(frame: Any) -> None:
    code = frame.f_code
    if _left > 0 and _is_function(code):
        names = code.co_varnames[: code.co_argcount]
        values = [frame.f_locals.get(name) for name in names]
        words = [repr(value) for value in values if _is_plain(value)]
        label = ", ".join(words) if len(words) == len(names) and sum(map(len, words)) <= 24 else "…"
        _note("call", f"{code.co_name}({label})", _whose())


def _is_plain(value: Any) -> bool:
    """Whether it is short and its type is one of the interpreter's own, whose `repr` runs no code of the program."""
    kind = type(value)
    if kind is int:
        return bool(value.bit_length() <= 80)
    return len(value) <= 24 if kind is str else kind is float or kind is bool or value is None


def _is_function(code: Any) -> bool:
    """Not a module, a class, a lambda or a comprehension."""
    return bool(code.co_flags & 1) and not code.co_name.startswith("<")  # CO_OPTIMIZED: its locals are in slots


def _returned(code: Any) -> None:
    if _left > 0 and _is_function(code):
        _note("return", _whose())


def _follow(code: Any) -> None:
    """Follow the program's code, all of it, from the moment before it runs."""
    if sys.version_info < (3, 12):
        sys.settrace(_trace)
        return
    monitoring = sys.monitoring
    events = monitoring.events
    if monitoring.get_tool(_TOOL) is None:
        monitoring.use_tool_id(_TOOL, "witness")
        for event, tell in _tells(monitoring.DISABLE).items():
            monitoring.register_callback(_TOOL, getattr(events, event), tell)
        # Functions left by an exception: these two events are told of all code or of none.
        monitoring.set_events(_TOOL, events.PY_UNWIND | events.PY_THROW)
    wanted = events.LINE | events.PY_START | events.PY_RESUME | events.PY_RETURN | events.PY_YIELD
    monitoring.set_local_events(_TOOL, code, wanted)
    for inside in code.co_consts:
        if type(inside) is type(code):
            _follow(inside)


def _tells(enough: Any) -> dict[str, Callable[..., Any]]:
    """What to do at each event, as Python 3.11 tells of them: a generator is called at each step, and returns."""

    def line(_: Any, number: int) -> Any:
        return None if _ran(number) else enough

    def call(*_: Any) -> Any:
        _quietly(_called, sys._getframe(1))
        return None if _left > 0 else enough

    def leave(code: Any, *_: Any) -> Any:
        _returned(code)
        return None if _left > 0 else enough

    def throw(code: Any, *_: Any) -> None:
        if code.co_filename == _program:
            _quietly(_called, sys._getframe(1))

    def unwind(code: Any, *_: Any) -> None:
        if code.co_filename == _program:
            _returned(code)

    return {
        "LINE": line,
        "PY_START": call,
        "PY_RESUME": call,
        "PY_RETURN": leave,
        "PY_YIELD": leave,
        "PY_THROW": throw,
        "PY_UNWIND": unwind,
    }


def _follow_again() -> None:
    """A forked child has its own first thread and its own number of lines, whatever its parent had left."""
    global _left, _main
    cut, _left, _main = _left <= 0, _LINES, _thread.get_ident()
    if not cut:
        return
    if sys.version_info >= (3, 12):
        sys.monitoring.restart_events()
    elif sys.gettrace() is None:
        sys.settrace(_trace)
        frame: Any = sys._getframe()
        while frame:
            if frame.f_code.co_filename == _program:
                frame.f_trace = _trace
            frame = frame.f_back


_TOOL = 3  # one of the identifiers that no kind of tool has claimed


def _trace(frame: Any, event: str, _: Any) -> Any:
    """What `_follow` does, for Python 3.11."""
    if _left <= 0 and sys.gettrace() is _trace:
        sys.settrace(None)
    if _left <= 0 or frame.f_code.co_filename != _program:
        return None
    if event == "line":
        _ran(frame.f_lineno)
    elif event == "call":
        _quietly(_called, frame)
    elif event == "return":
        _returned(frame.f_code)
    return _trace


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter tells of code before it runs it."""
    if event == "exec" and getattr(arguments[0], "co_filename", None) == _program:
        _quietly(_follow, arguments[0])


_open()
_note("start", "exec", os.getppid(), sys.orig_argv)
os.register_at_fork(before=_before_fork, after_in_child=_in_forked_child)
for _name in _changes.keys() & sys.modules.keys():  # a .pth file came before
    _changes.pop(_name)(sys.modules[_name])
sys.meta_path.insert(0, _WhenImported)
for _name in ("wait", "waitpid", "wait3", "wait4"):
    _watch(os, _name, after=_waited)
_watch(os, "waitid", after=_waited_by_id)
_watch(_posixsubprocess, "fork_exec", after=_started)
for _name in ("posix_spawn", "posix_spawnp"):
    _watch(os, _name, after=lambda pid, _path, argv, *_: _started(pid, argv))
_watch(os, "_exit", before=lambda *_: _note("end"))
_watch(os, "write", before=_writes)
atexit.register(_note, "end")
_stream("stdout", 1)
_stream("stderr", 2)
if _program:
    sys.addaudithook(_audit)
