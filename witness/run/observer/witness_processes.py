"""The observer's first part: which processes there are, who makes them and waits for them, and how they end.

It is there in every Python process of a watched program. Only modules are imported that the interpreter has loaded
already or that are part of it, and nothing of the program is changed: it keeps its descriptors, its buffering, its
tracebacks and its warnings.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # typeshed has only `signal`, which costs a millisecond
import atexit
import os
import sys

import witness_calls as calls  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_environment  # type: ignore[import-not-found]
import witness_hooks as hooks  # type: ignore[import-not-found]
import witness_lines as lines  # type: ignore[import-not-found]
import witness_locks as locks  # type: ignore[import-not-found]
import witness_log as log  # type: ignore[import-not-found]
import witness_messages as messages  # type: ignore[import-not-found]
import witness_profile as profile  # type: ignore[import-not-found]
import witness_values as values  # type: ignore[import-not-found]
import witness_waits as waits  # type: ignore[import-not-found]
import witness_writes as writes  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_limit = 0
_method = ""
_parent = 0
_forks = 0  # who forked last: the parent, in the child
_follows_lines = False


def begin(here: str) -> None:
    """Begin to watch this process.

    Args:
        here: this folder, as it stands in `PYTHONPATH`.

    Raises:
        OSError: there can be no log.
    """
    global _limit, _method, _parent, _follows_lines
    settings = witness_environment.begin(here)
    log.begin(settings["WITNESS_LOGS"])
    _limit = int(settings["WITNESS_PROCESSES"])
    _method = settings["WITNESS_METHOD"]
    _follows_lines = bool(settings["WITNESS_PROGRAM"])
    _parent = os.getppid()
    log.note("start", "exec", _parent, sys.orig_argv)
    os.register_at_fork(
        before=lambda: hooks.quietly(_before_fork), after_in_child=lambda: hooks.quietly(_in_forked_child)
    )
    hooks.when_imported("multiprocessing.process", _name_processes)
    hooks.when_imported("multiprocessing.context", _set_method)
    hooks.when_imported("_posixsubprocess", _watch_subprocess)
    hooks.when_imported("cProfile", profile.leave_out)
    for name in ("wait", "waitpid", "wait3", "wait4"):
        hooks.watch(os, name, after=_waited)
    hooks.watch(os, "waitid", after=_waited_by_id)
    for name in ("posix_spawn", "posix_spawnp"):
        hooks.watch(
            os,
            name,
            before=_count,
            change=lambda path, argv, env, *rest: (path, argv, witness_environment.handed_on(path, env), *rest),
            after=lambda pid, _path, argv, *_: _started(pid, argv),
        )
    hooks.watch(os, "execv", before=_becomes)
    hooks.watch(
        os,
        "execve",
        before=_becomes,
        change=lambda path, argv, env: (path, argv, witness_environment.handed_on(path, env)),
    )
    hooks.watch(os, "system", before=lambda *_: log.note("system", True), after=lambda *_: log.note("system", False))
    hooks.watch(os, "getppid", after=_has_parent)
    hooks.watch(os, "_exit", before=lambda *_: log.note("end"))
    atexit.register(log.note, "end")
    messages.begin(log.note)  # inside of what waits: a message comes before whoever waited for it goes on
    locks.begin(log.note)
    values.begin(log.note)
    calls.begin(log.note)
    writes.begin(settings["WITNESS_OUTPUT"], log.note)
    sys.addaudithook(hooks.audit)
    if _follows_lines:
        lines.begin(settings["WITNESS_PROGRAM"], log.note)


# -- who there is ------------------------------------------------------------------------------------------------------


def _count(*_: Any) -> None:
    """Count a process before it is made; stop where there are too many, for the supervisor to end them all."""
    try:
        fd = os.open(f"{log.folder}/count", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        log.write(fd, b".")
        count = os.fstat(fd).st_size
        os.close(fd)
    except OSError:
        return
    if count > _limit:
        os.kill(os.getpid(), _signal.SIGSTOP)


def _before_fork() -> None:
    global _forks
    _count()
    _forks = os.getpid()
    log.note("fork")


def _in_forked_child() -> None:
    global _parent
    log.again()
    # Not `os.getppid()`: the parent may already be gone.
    _parent = _forks
    log.note("start", "fork", _parent, [])
    waits.again()
    messages.again()
    locks.again()
    values.again()
    calls.again()
    if _follows_lines:
        lines.again()


def _has_parent(pid: int) -> None:
    """Note that the program sees another parent than before."""
    global _parent
    if pid != _parent:
        _parent = pid
        log.note("orphan")


def _watch_subprocess(module: Any) -> None:
    def change(argv: Any, paths: Any, *rest: Any) -> Any:
        close, passed, cwd, env, *more = rest
        return argv, paths, close, passed, cwd, witness_environment.handed_on_as_list(paths, env), *more

    hooks.watch(module, "fork_exec", before=_count, change=change, after=_started)


def _name_processes(module: Any) -> None:
    """Note the name and the kind of each `multiprocessing.Process` when it begins, in the process itself."""
    bootstrap = module.BaseProcess._bootstrap

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
        hooks.quietly(_named, self)
        return bootstrap(self, *args, **kwargs)

    module.BaseProcess._bootstrap = _bootstrap


def _named(process: Any) -> None:
    target = getattr(process, "_target", None)
    where = f"{getattr(target, '__module__', '')}.{getattr(target, '__qualname__', '')}"
    log.note("process", str(process.name), where, getattr(process, "_parent_pid", None))
    if where in ("multiprocessing.pool.worker", "concurrent.futures.process._process_worker"):
        waits.serve(process._args[0])


def _set_method(module: Any) -> None:
    """Make another start method the default, as another version of Python would."""
    if _method:
        module._default_context = module.DefaultContext(module._concrete_contexts[_method])


def _becomes(_path: Any, argv: Any, *_: Any) -> None:
    log.note("exec", [os.fsdecode(word) for word in argv])


def _started(pid: int, argv: Any, *_: Any) -> None:
    log.note("started", pid, [os.fsdecode(word) for word in argv])


# -- how it ended ------------------------------------------------------------------------------------------------------


def _waited(result: Any, *_: Any) -> None:
    pid, status = result[:2]
    if pid and (os.WIFEXITED(status) or os.WIFSIGNALED(status)):  # or else it was only stopped
        log.note("waited", pid, os.waitstatus_to_exitcode(status))


def _waited_by_id(result: Any, *_: Any) -> None:
    if result is not None and result.si_code == os.CLD_EXITED:
        log.note("waited", result.si_pid, result.si_status)
    elif result is not None and result.si_code in (os.CLD_KILLED, os.CLD_DUMPED):
        log.note("waited", result.si_pid, -result.si_status)
