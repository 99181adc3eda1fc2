"""Makes a machine busy, to show what depends on a quiet one."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil

CROWD = 4
"""Runs at once for each processor, when a machine is to be busy."""
_BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    pass"


@contextlib.contextmanager
def keep_busy() -> Iterator[None]:
    """Keep every processor busy meanwhile, and have one more process that wants one."""
    with contextlib.ExitStack() as stack:
        for _ in range((os.cpu_count() or 1) + 1):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-I", "-S", "-c", _BUSY]))
            stack.callback(process.kill)
        yield


NICE = (0, 0, 5, 19)
"""Among these each process draws its niceness: on a busy machine the nicest hardly gets to run."""


@contextlib.contextmanager
def jostle() -> Iterator[None]:
    """Let some of the processes that begin below us meanwhile be slow, at random, and others quick.

    Whoever is ahead only because it is always quicker is overtaken then.
    """
    over = threading.Event()
    ourselves = psutil.Process()
    known = {process.pid for process in ourselves.children(recursive=True)}

    def draw() -> None:
        while not over.wait(0.01):
            for process in ourselves.children(recursive=True):
                if process.pid not in known:
                    with contextlib.suppress(psutil.Error):  # it has ended, or is another user's
                        process.nice(max(process.nice(), random.choice(NICE)))
                        known.add(process.pid)

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
