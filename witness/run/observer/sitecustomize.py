"""Stands in every Python process of a watched program and writes down what happens to it.

Python imports a module of this name at start-up, before the program; `witness.run` puts this folder on `PYTHONPATH`.
Each process appends to a file of its own, `<pid>.log` in the folder `WITNESS_LOGS`: one `repr` of a tuple a line,
first the moment (nanoseconds of the monotonic clock, which all processes share), then what happened.
`witness.recording` reads them. Only modules are imported that the interpreter has loaded already or that are part of
it, and nothing of the program is changed: it keeps its descriptors, its buffering, its tracebacks and its warnings.
"""

from __future__ import annotations

import _posixsubprocess
import _signal  # type: ignore[import-not-found]  # typeshed has only `signal`, which costs a millisecond
import atexit
import os
import sys
import time

import witness_writes  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_logs = os.environ["WITNESS_LOGS"]
_method = os.environ["WITNESS_METHOD"]
_PROCESSES = 300
_os_write = os.write
_fd = -1
_pid = 0
_lines: Any = None  # the module that follows them, if they are wanted


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


def _count(*_: Any) -> None:
    """Count a process before it is made; stop where there are too many, for the keeper to end them all."""
    try:
        fd = os.open(f"{_logs}/count", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        _os_write(fd, b".")
        count = os.fstat(fd).st_size
        os.close(fd)
    except OSError:
        return
    if count > _PROCESSES:
        os.kill(os.getpid(), _signal.SIGSTOP)


def _before_fork() -> None:
    global _pid
    _count()
    _pid = os.getpid()
    _note("fork")


def _in_forked_child() -> None:
    _open()
    # Not `os.getppid()`: the parent may already be gone.
    _note("start", "fork", _pid, [])
    if _lines is not None:
        _lines.again()


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


_changes = {
    "multiprocessing.process": _name_processes,
    "multiprocessing.context": _set_method,
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


if os.environ["WITNESS_PROGRAM"]:
    import witness_lines  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

    _lines = witness_lines
    _lines.begin(os.environ["WITNESS_PROGRAM"], _note, _quietly)
    _changes["threading"] = _lines.trace_threads
_open()
_note("start", "exec", os.getppid(), sys.orig_argv)
os.register_at_fork(before=_before_fork, after_in_child=_in_forked_child)
for _name in _changes.keys() & sys.modules.keys():  # a .pth file came before
    _changes.pop(_name)(sys.modules[_name])
sys.meta_path.insert(0, _WhenImported)
for _name in ("wait", "waitpid", "wait3", "wait4"):
    _watch(os, _name, after=_waited)
_watch(os, "waitid", after=_waited_by_id)
_watch(_posixsubprocess, "fork_exec", before=_count, after=_started)
for _name in ("posix_spawn", "posix_spawnp"):
    _watch(os, _name, before=_count, after=lambda pid, _path, argv, *_: _started(pid, argv))
_watch(os, "_exit", before=lambda *_: _note("end"))
atexit.register(_note, "end")
witness_writes.begin(os.environ["WITNESS_OUTPUT"], _note)
if _lines is not None:
    sys.addaudithook(_lines.audit)
