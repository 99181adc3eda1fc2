"""Makes a machine busy, to show what depends on a quiet one."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

_BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    pass"


@contextlib.contextmanager
def keep_busy() -> Iterator[None]:
    """Keep every processor busy meanwhile, and have one more process that wants one."""
    with contextlib.ExitStack() as stack:
        for _ in range((os.cpu_count() or 1) + 1):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-I", "-S", "-c", _BUSY]))
            stack.callback(process.kill)
        yield
