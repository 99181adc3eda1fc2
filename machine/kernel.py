"""The kernel: Debian's sources, with no more switched on than `kernel.config` says."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from machine import debian, store, tools
from machine.debian import Package
from machine.store import HERE, STORE

CONFIG = HERE / "kernel.config"
FIXED = {"KBUILD_BUILD_TIMESTAMP": "@1700000000", "KBUILD_BUILD_USER": "machine", "KBUILD_BUILD_HOST": "machine"}
"""What would else differ from one build to the next."""


def build(release: str, packages: list[Package]) -> Path:
    """Build the kernel, or take the one that was built of the same sources by the same compiler.

    Raises:
        Mistake: something is missing, or does not build.
    """
    tools.require("gcc", "make", "flex", "bison", "bc", "xz", "tar", "perl")
    compiler = tools.run("gcc", "--version").partition("\n")[0]
    place = STORE / "kernels" / store.key(*(one.sha256 for one in packages), CONFIG, compiler) / "bzImage"
    if place.exists():
        return place
    print(f"machine: building a kernel from {packages[0].name} {packages[0].version}, which takes minutes", flush=True)
    debian.fetch(release, packages)
    with store.scratch() as folder, _where_make_works(folder) as tree:
        debian.unpack(packages, folder)
        (sources,) = folder.glob("usr/src/linux-source-*.tar.xz")
        tools.run("tar", "-xf", sources, "--strip-components=1", cwd=tree)
        make = ("make", "-s", f"-j{os.cpu_count() or 1}", "ARCH=i386")
        tools.run(*make, "allnoconfig", cwd=tree, env={**FIXED, "KCONFIG_ALLCONFIG": str(CONFIG)})
        tools.run(*make, "bzImage", cwd=tree, env=FIXED)
        made = folder / "made"
        shutil.copy2(tree / "arch" / "x86" / "boot" / "bzImage", made)
        return store.put(made, place)


@contextlib.contextmanager
def _where_make_works(folder: Path) -> Iterator[Path]:
    """A folder, or, as the kernel's Makefile takes no path with a space or a colon, one among temporary files."""
    if not re.search(r"[\s:]", str(folder)):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="kernel-") as other:
        yield Path(other)
