"""Writes a file whole or not at all: whoever reads it meanwhile, or stops us, finds the old one or the new one."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Put `data` in the place of what is at `path`; its folder is made if there is none.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as unfinished:
        file = Path(unfinished, path.name)
        file.write_bytes(data)
        file.replace(path)
