"""The Pythons that runs are tried with, each version that is found on this machine.

Others than this one are looked for on PATH, among those of pyenv, and in `WITNESS_PYTHONS`: paths of executables, put
together as on PATH.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
from pathlib import Path

from witness import interpreter
from witness.errors import Mistake
from witness.interpreter import Interpreter

MINORS = range(11, 16)


@functools.cache
def find(minor: int) -> Interpreter | None:
    """A Python 3 of this minor version."""
    given = os.environ.get("WITNESS_PYTHONS", "").split(os.pathsep)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted(pyenv.glob(f"versions/3.{minor}.*/bin/python"))
    for path in [sys.executable, *given, shutil.which(f"python3.{minor}"), *installed]:
        try:
            found = interpreter.ask(str(path)) if path else None
        except Mistake:  # a shim of pyenv, for instance
            continue
        if found is not None and found.feature == (3, minor):
            return found
    return None
