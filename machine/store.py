"""Where all that is made lies, each thing under a name that says what it was made of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
STORE = Path(os.environ.get("MACHINE_STORE") or HERE.parent / ".machine")
"""Not in git; to be kept from one build to the next."""


def key(*parts: bytes | str | Path) -> str:
    """A name for what is made of some parts: texts, and files or whole folders."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            files = sorted(p for p in part.rglob("*") if p.is_file()) if part.is_dir() else [part]
            for file in files:
                digest.update(f"{file.relative_to(part)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
        else:
            data = part.encode() if isinstance(part, str) else part
            digest.update(f"{len(data)}\0".encode() + data)
    return digest.hexdigest()[:20]


def sha256(file: Path) -> str:
    """The hash of a file, as Debian's lists have it."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder beside what is made, gone at the end."""
    STORE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="making-", dir=STORE) as folder:
        yield Path(folder)


def put(made: Path, place: Path) -> Path:
    """Put something finished in its place, at once and whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if made.is_dir() and place.exists():
        shutil.rmtree(place)
    return made.replace(place)
