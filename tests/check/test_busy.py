"""A busy machine: as long as it is wanted, and no longer."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from witness.check import busy


def test_it_is_busy_for_as_long_as_it_is_wanted() -> None:
    before = psutil.Process().children()
    with busy.keep_busy():
        hogs = [child for child in psutil.Process().children() if child not in before]
        assert len(hogs) > (psutil.cpu_count() or 1)
        assert all(hog.is_running() for hog in hogs)
    assert not any(hog.is_running() for hog in hogs)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no niceness")
@pytest.mark.skipif(psutil.Process().nice() >= 7, reason="whatever begins below us is as slow already")
def test_some_of_those_that_begin_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "NICE", (7,))
    program = "import os, sys\nwhile (nice := os.getpriority(os.PRIO_PROCESS, 0)) < 7: pass\nsys.exit(nice)"
    wait = [sys.executable, "-c", program]  # os.nice(0) would write back what it has just read
    with busy.jostle():
        assert subprocess.run(wait, timeout=60, check=False).returncode == 7
