"""A saved state for each Python: booted once, warmed up, saved while it waits for a program."""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from machine import debian, initrd, kernel, store, tools, tree
from machine.store import HERE, STORE

MEMORY = 128
"""Megabytes that a machine has."""
BUILT = STORE / "built.json"
"""What was built last: for each Python its state."""
NPM = ("package.json", "package-lock.json")


@dataclass(frozen=True)
class State:
    """A saved state."""

    python: str
    """The first two numbers."""
    file: str
    """In the store; compressed with zstd."""
    size: int
    """Its bytes."""
    initrd: str
    """The SHA-256 of what it was booted from."""


def build(pythons: tuple[str, ...] = debian.PYTHONS) -> list[State]:
    """Build what is not there yet.

    Raises:
        Mistake: something is missing, or does not build.
    """
    lock = debian.locked()
    bzimage = kernel.build(*lock["kernel"])
    emulator, firmware = v86(), _firmware(*lock["firmware"])
    for python in pythons:
        debian.fetch(*lock[python])
    with ThreadPoolExecutor() as beside:
        states = [*beside.map(lambda python: _state(python, lock[python][1], bzimage, emulator, firmware), pythons)]
    before = json.loads(BUILT.read_text(encoding="utf-8"))["states"] if BUILT.exists() else []
    others = [one for one in before if one["python"] not in pythons and (STORE / one["file"]).exists()]
    facts = {"v86": str(emulator.relative_to(STORE)), "states": others + [asdict(one) for one in states]}
    BUILT.write_text(json.dumps(facts), encoding="utf-8")
    return states


def v86() -> Path:
    """The emulator's folder: what npm fetches, and checks against `package-lock.json`."""
    place = STORE / "v86" / store.key(*(HERE / name for name in NPM))
    if not place.exists():
        node, npm = tools.node()
        with store.scratch() as folder:
            for name in NPM:
                shutil.copy2(HERE / name, folder)
            tools.run(node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
            store.put(folder / "node_modules" / "v86", place)
    return place


def _firmware(release: str, packages: list[debian.Package]) -> Path:
    place = STORE / "firmware" / store.key(*(one.sha256 for one in packages))
    if not place.exists():
        debian.fetch(release, packages)
        with store.scratch() as folder:
            debian.unpack(packages, folder)
            store.put(folder / "usr" / "share" / "seabios", place)
    return place


def _state(python: str, packages: list[debian.Package], bzimage: Path, emulator: Path, firmware: Path) -> State:
    with store.scratch() as folder:
        tree.plant(python, packages, folder / "root")
        packed = folder / "initrd"
        packed.write_bytes(initrd.pack(folder / "root"))
        begin, script = time.monotonic(), HERE / "emulator"
        name = store.key(packed, bzimage, emulator / "build", firmware, script, str(MEMORY))
        place = STORE / "states" / f"{python}-{name}.state.zst"
        if not place.exists():
            print(f"machine: starting Linux with Python {python}, which takes a minute", flush=True)
            node, _ = tools.node()
            made = folder / "state.zst"
            tools.run(node, script / "boot.mjs", emulator, firmware, bzimage, packed, made, str(MEMORY))
            store.put(made, place)
            print(
                f"machine: {place.name}, {place.stat().st_size:,} bytes, {time.monotonic() - begin:.0f} s", flush=True
            )
        return State(python, str(place.relative_to(STORE)), place.stat().st_size, store.sha256(packed))
