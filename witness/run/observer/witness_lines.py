"""The observer's second part: which lines of the program each process ran, and which of its functions it called.

The interpreter tells of code before it runs it (the audit event `exec`); from then on Python 3.12 and later tell of
that code alone (`witness_monitoring`), Python 3.11 of all (`witness_trace`), and both to the same effect.
"""

from __future__ import annotations

import sys

import witness_hooks as hooks  # type: ignore[import-not-found]  # they lie beside this file, which is on sys.path
import witness_steps as steps  # type: ignore[import-not-found]

if sys.version_info >= (3, 12):
    import witness_monitoring as way  # type: ignore[import-not-found]
else:
    import witness_trace as way  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def begin(program: str, note: Callable[..., None]) -> None:
    """Take the program's file, and the observer's way to write down."""
    steps.begin(program, note, way.stop)
    way.begin()
    sys.addaudithook(_audit)


def again() -> None:
    """Follow a forked child, whatever was left of its parent's lines."""
    way.again(steps.again())


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    """The interpreter tells of code before it runs it."""
    if event == "exec" and getattr(arguments[0], "co_filename", None) == steps.program:
        hooks.quietly(way.follow, arguments[0])
