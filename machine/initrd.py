"""Packs files as the kernel unpacks them: the same files give the same bytes, wherever and whenever it is done."""

from __future__ import annotations

import stat
from pathlib import Path

MAGIC = b"070701"  # "newc", see the kernel's Documentation/driver-api/early-userspace/buffer-format.rst


def pack(root: Path) -> bytes:
    """All files under a folder, as root's, from the beginning of time."""
    paths = [root, *sorted(root.rglob("*"), key=lambda path: path.relative_to(root).parts)]
    archive = bytearray()
    for number, path in enumerate(paths, 1):
        archive += _entry(number, path.relative_to(root).as_posix(), path)
    return bytes(archive + _header(0, "TRAILER!!!", 0, 0))


def _entry(number: int, name: str, path: Path) -> bytes:
    if path.is_symlink():
        mode, data = stat.S_IFLNK | 0o777, str(path.readlink()).encode()
    elif path.is_dir():
        mode, data = stat.S_IFDIR | 0o755, b""
    else:
        runs = path.stat().st_mode & stat.S_IXUSR
        mode, data = stat.S_IFREG | (0o755 if runs else 0o644), path.read_bytes()
    return _header(number, name, mode, len(data)) + _padded(data)


def _header(number: int, name: str, mode: int, size: int) -> bytes:
    fields = (number, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, len(name.encode()) + 1, 0)
    return _padded(MAGIC + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0")


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
