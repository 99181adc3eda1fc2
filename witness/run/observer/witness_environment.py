"""The variables that bring the observer into a process: the program does not see them, its children get them.

`os.environ` is the program's view of what the kernel gave it. They are taken out of that view alone, so every child
that inherits the environment has them. A child that is given another environment gets them where it is a Python.
"""

from __future__ import annotations

import os

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_OURS = (b"WITNESS_LOGS", b"WITNESS_PROGRAM", b"WITNESS_OUTPUT", b"WITNESS_METHOD", b"WITNESS_PROCESSES")
_PATH = b"PYTHONPATH"
_here = b""
_settings: dict[bytes, bytes] = {}


def begin(here: str) -> dict[str, str]:
    """Take the variables out of the program's view.

    Returns:
        What they say.
    """
    global _here
    _here = os.fsencode(here)
    _settings.update({name: os.environb[name] for name in _OURS})
    _hide()
    hooks.watch(os, "reload_environ", after=lambda *_: _hide())
    hooks.watch(os, "putenv", change=lambda name, value: (name, _path(value)) if os.fsencode(name) == _PATH else None)
    hooks.watch(os, "unsetenv", after=lambda _, name: os.putenv(_PATH, b"") if os.fsencode(name) == _PATH else None)
    for name in ("clearenv", "_clearenv"):
        hooks.watch(os, name, after=lambda *_: _put_back())
    return {os.fsdecode(name): os.fsdecode(value) for name, value in _settings.items()}


def _hide() -> None:
    seen: dict[bytes, bytes] = os.environ._data  # type: ignore[attr-defined]  # to delete would tell the system too
    for name in _OURS:
        seen.pop(name, None)
    theirs = os.pathsep.encode().join(part for part in seen.pop(_PATH, b"").split(os.pathsep.encode()) if part != _here)
    if theirs:
        seen[_PATH] = theirs


def _put_back() -> None:
    for name, value in {**_settings, _PATH: b""}.items():
        os.putenv(name, value)


def _path(theirs: Any) -> bytes:
    """The `PYTHONPATH` that a child gets: the observer first, and then what the program wants."""
    return os.pathsep.encode().join(filter(None, [_here, os.fsencode(theirs)]))


def _is_python(path: Any) -> bool:
    return os.fsdecode(path).rpartition("/")[2].startswith("python")


def handed_on(path: Any, env: Any) -> Any:
    """The environment for a program at `path`, instead of `env`."""
    if not _is_python(path):
        return env
    given = {os.fsencode(name): os.fsencode(value) for name, value in dict(env).items()}
    return given | _settings | {_PATH: _path(given.get(_PATH, b""))}


def handed_on_as_list(paths: Iterable[Any], env: list[bytes] | None) -> list[bytes] | None:
    """The same in the form in which `subprocess` has it; None stands for the environment that is inherited."""
    if env is None or not any(map(_is_python, paths)):
        return env
    given = dict(variable.split(b"=", 1) for variable in env)
    return [name + b"=" + value for name, value in handed_on(b"python", given).items()]
