"""Lines and calls on Python 3.11: the interpreter tells of all code or of none (`sys.settrace`)."""

from __future__ import annotations

import sys
from _frozen_importlib import _ModuleLockManager as Importing  # type: ignore[attr-defined]

import witness_hooks as hooks  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_steps as steps  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_STRANGE = 50_000  # calls of others' functions: a microsecond each
_strange = _STRANGE


def begin() -> None:
    """Do without imports: of all calls of others' functions that a program makes, most are there.

    While a module is imported, nobody is told of calls; what an import runs of the program itself turns it on again
    (`follow`). This is done where the import takes and releases the module's lock, so no frame of ours stands between
    the program and the module.
    """
    took, released = Importing.__enter__, Importing.__exit__

    def take(self: Any) -> None:
        try:
            took(self)
            if sys.gettrace() is _trace:
                self.told = True
                _set(None)
        except BaseException as error:
            hooks.hide(error)
            raise

    def release(self: Any, *error: Any) -> None:
        try:
            if hasattr(self, "told") and steps.left > 0 and sys.gettrace() is None:
                _set(_trace)
            released(self, *error)
        except BaseException as error:
            hooks.hide(error)
            raise

    Importing.__enter__, Importing.__exit__ = take, release
    hooks.when_imported("threading", _follow_threads)


def _set(function: Any) -> None:
    """Set a trace function, or none. While another thread is at it, and audit hooks run, the interpreter refuses."""
    while True:
        try:
            return sys.settrace(function)
        except RuntimeError as error:  # see `_PyEval_SetTrace` in CPython's Python/ceval.c
            if "another trace function" not in str(error):
                raise


def _follow_threads(threading: Any) -> None:
    """Threads begin without a trace function; `threading.settrace` would have them set it as it comes."""
    set_ident = threading.Thread._set_ident

    def _set_ident(self: Any) -> None:
        set_ident(self)
        if steps.left > 0:
            _set(_trace)

    threading.Thread._set_ident = _set_ident


def follow(_code: Any) -> None:
    """Follow the program's code from the moment before it runs."""
    if steps.left > 0:
        _set(_trace)


def stop() -> None:
    """Follow no code any more."""
    if sys.gettrace() is _trace:
        _set(None)


def again(was_cut: bool) -> None:
    """Go on in a forked child."""
    global _strange
    _strange = _STRANGE
    if was_cut and sys.gettrace() is None:
        _set(_trace)
        frame: Any = sys._getframe()
        while frame:
            if frame.f_code.co_filename == steps.program:
                frame.f_trace = _trace
            frame = frame.f_back


def _trace(frame: Any, event: str, _: Any) -> Any:
    global _strange
    try:
        if frame.f_code.co_filename != steps.program:  # asked first: it is called for every function that is called
            _strange -= 1
            if _strange == 0:
                steps.cut()
            return None
        if steps.left <= 0 or (event == "call" and steps.is_deep()):
            steps.cut()
            return None
        if event == "line":
            steps.ran(frame.f_lineno)
        elif event == "call":
            steps.called(frame)
        elif event == "return" and steps.is_function(frame.f_code):
            steps.returned()
    except BaseException as error:
        if not steps.failed(error):
            raise
    return _trace
