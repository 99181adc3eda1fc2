"""When the site was built, and of what."""

from __future__ import annotations

import datetime
import platform
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Built:
    """When and of what the site was built."""

    date: str
    python: str
    commit: str
    """Of the repository, shortened; with a `+` if something was changed since; `?` outside of one."""


def ask() -> Built:
    """What this build is."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"], capture_output=True, text=True, check=True
        )
        commit = told.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        commit = "?"
    return Built(datetime.datetime.now(datetime.UTC).date().isoformat(), platform.python_version(), commit)
