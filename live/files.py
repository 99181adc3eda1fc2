"""What a site needs for Live, if the machine has been built: each file by its name there, which has its hash in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from live import bundle, licences
from live.labels import LABELS
from machine import states
from machine.restored import built
from machine.store import STORE
from witness.errors import Mistake
from witness.snippet import Snippet

FOLDER = "live"
"""Where the files lie, in the whole site: both languages share them."""
HERE = Path(__file__).parent
TOLD = "{} // filled in when a site is built"
"""What stands in live.js for what it has to know."""


@dataclass(frozen=True)
class Live:
    """All that a site needs."""

    files: Mapping[str, bytes]
    """By their names in `FOLDER`."""
    script: str
    """The file that a page loads when its reader wants to run something."""
    pythons: tuple[tuple[int, int], ...]
    """Those that there are."""

    def address(self, root: str, language: str) -> str:
        """The address of the script.

        Args:
            root: the way from a page to the root of its language's site.
            language: whose site it is: the English one lies in a folder of the whole.
        """
        return f"{root}{'' if language == 'zh' else '../'}{FOLDER}/{self.script}"

    def runs(self, one: Snippet) -> bool:
        """Whether a program runs in the machine."""
        settings = one.promise.settings
        return "linux" in settings.platforms and settings.oldest <= max(self.pythons)


def hook(kind: str) -> bytes:
    """What pages have of it before a reader wants to run anything.

    Args:
        kind: `js` or `css`.
    """
    return b"\n" + (HERE / f"hook.{kind}").read_bytes()


def missing() -> str:
    """Why there is no Live; empty if there is."""
    try:
        built()
    except Mistake as mistake:
        return str(mistake)
    return "" if bundle.place().exists() else "the editor has not been built; `nox -s machine` does it"


def gather() -> Live:
    """Read all files.

    Raises:
        Mistake: the machine has not been built.
    """
    emulator, found = built()
    files: dict[str, bytes] = {}

    def add(name: str, data: bytes) -> dict[str, object]:
        stem, _, end = name.rpartition(".")
        named = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{end}"
        files[named] = data
        return {"name": named, "size": len(data)}

    v86 = Path(emulator, "build")
    told = {
        "wasm": add("v86.wasm", (v86 / "v86.wasm").read_bytes()),
        "worker": add("worker.js", (v86 / "libv86.js").read_bytes() + b"\n" + (HERE / "worker.js").read_bytes()),
        "editor": add("editor.js", bundle.place().read_bytes()),
        "style": add("live.css", (HERE / "live.css").read_bytes()),
        "licences": add("licences.txt", licences.text(Path(emulator), bundle.place()).encode()),
        "states": {
            python: add(f"python-{python}.state", (STORE / state.file).read_bytes()) for python, state in found.items()
        },
        "memory": states.MEMORY,
        "words": LABELS,
    }
    script = (HERE / "live.js").read_text(encoding="utf-8")
    if script.count(TOLD) != 1:
        raise Mistake(f"live/live.js: {TOLD!r} has to stand there once")
    text = json.dumps(told, ensure_ascii=False)
    name = add("live.js", script.replace(TOLD, text).encode())["name"]
    pythons = tuple(tuple(map(int, python.split("."))) for python in found)
    return Live(files, str(name), tuple((first, second) for first, second in pythons))
