"""How a build stops, a hook of mkdocs: whoever stops it, nothing is left; what the machine refuses is one message."""

from __future__ import annotations

import contextlib
import logging
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROOM = 32
"""Megabytes that a build needs."""


def on_startup(**_: object) -> None:
    """See that there is room; let a request to end be what Ctrl-C is, so that snippets and temporary files go too."""
    for folder in Path.cwd(), Path(tempfile.gettempdir()):
        if shutil.disk_usage(folder).free < ROOM * 2**20:
            sys.exit(f"{folder}: less than {ROOM} MB are free here, which a build needs; make room")
    heed()


class Stopped(KeyboardInterrupt):
    """Somebody wants us to stop: what was started is ended on the way out."""

    def __init__(self, number: int) -> None:
        """Keep which signal said so."""
        self.signal = signal.Signals(number)


def heed() -> None:
    """Let SIGINT, SIGTERM and SIGHUP raise `Stopped`, unless they are ignored; the first is enough."""
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    heeded = [number for number in numbers if number and signal.getsignal(number) is not signal.SIG_IGN]

    def stop(number: int, _: object) -> None:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)  # a second must not break off the tidying up
        raise Stopped(number)

    with contextlib.suppress(ValueError):  # only the main thread may do this
        for number in heeded:
            signal.signal(number, stop)


def on_build_error(error: Exception, **_: object) -> None:
    """Say what the machine refuses, where mkdocs would show its insides."""
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        where = error.filename or f"the site's folder, or that for temporary files ({tempfile.gettempdir()})"
        logging.getLogger("mkdocs").error("%s: %s", where, what)
        raise SystemExit(1)
