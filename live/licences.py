"""What of the files that a reader's browser fetches is whose, and where its source is: a text beside them."""

from __future__ import annotations

from pathlib import Path

from machine import debian

HEAD = """\
What runs in the page, and under which licences

python-*.state is the memory of a small Linux with CPython, saved while it waits for a program. It is made of these
packages of Debian. "apt-get source NAME=VERSION" fetches their sources from Debian's archive, and
https://snapshot.debian.org keeps them. Each has its licence in debian/copyright of its source: the kernel and busybox
are under the GNU GPL, version 2; glibc is under the GNU LGPL, version 2.1 or later; CPython under the license of the
Python Software Foundation. How all is built from them, the settings of the kernel included, is in the folder machine/
of this site's own source.
"""


def text(emulator: Path, editor: Path) -> str:
    """All of it.

    Args:
        emulator: v86's folder.
        editor: the bundle, beside which its licences lie.
    """
    parts = []
    for name, (release, packages) in debian.locked().items():
        lines = [f"{one.name} {one.version}, source: {one.source}" for one in packages]
        parts.append("\n".join([f"{name} (Debian {release})", *(f"  {line}" for line in lines)]))
    v86 = (emulator / "LICENSE").read_text(encoding="utf-8")
    ours = editor.with_suffix(".txt").read_text(encoding="utf-8")
    return "\n\n".join([HEAD, *parts, f"worker.js and v86.wasm contain v86\n\n{v86}", f"editor.js contains\n\n{ours}"])
