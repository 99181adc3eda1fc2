"""What a site needs for Live, if the machine has been built: each file by its name there, which has its hash in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from live import bundle, licences
from live.labels import LABELS
from machine import states, tree
from machine.restored import built
from machine.store import STORE
from witness.errors import Mistake
from witness.exhibit.labels import PLATFORM_NAMES
from witness.snippet import Snippet

FOLDER = "live"
"""Where the files lie, in the whole site: both languages share them."""
HERE = Path(__file__).parent
TOLD = "{} // filled in when a site is built"
"""What stands in a script for what it has to know."""


@dataclass(frozen=True)
class Live:
    """All that a site needs."""

    files: Mapping[str, bytes]
    """By their names in `FOLDER`."""
    script: str
    """The file that a page loads when its reader wants to run something."""
    pythons: tuple[tuple[int, int], ...]
    """Those that there are."""

    def hook(self, snippets: Iterable[Snippet], language: str) -> bytes:
        """What pages have of it before a reader wants to run anything: the script that gives exhibits their button.

        Args:
            snippets: all of the book.
            language: whose site it is: the English one lies in a folder of the whole.
        """
        told = {
            # from the folder of assets, where this script lies
            "script": f"{'../' if language == 'zh' else '../../'}{FOLDER}/{self.script}",
            "begin": LABELS[language]["begin"],
            "not": {one.name: why for one in snippets if (why := self.hinders(one, language))},
        }
        return b"\n" + _filled("hook.js", told)

    def hinders(self, one: Snippet, language: str) -> str:
        """Why a program does not run in the machine; empty if it does."""
        label, settings = LABELS[language], one.promise.settings
        if "linux" not in settings.platforms:
            return label["other platform"].format(
                platforms=label["or"].join(PLATFORM_NAMES[name] for name in settings.platforms)
            )
        if settings.oldest > max(self.pythons):
            return label["newer python"].format(python=".".join(map(str, settings.oldest)))
        if settings.alone:
            return label["measures"]
        if modules := tree.lacking(one.source):
            return label["no module"].format(modules=", ".join(modules))
        return ""


def style(language: str) -> str:
    """The style of the button."""
    return (HERE / "hook.css").read_text(encoding="utf-8").replace("BEGIN", LABELS[language]["begin"])


def _filled(name: str, told: Mapping[str, object]) -> bytes:
    """A script with what it has to know."""
    script = (HERE / name).read_text(encoding="utf-8")
    if script.count(TOLD) != 1:
        raise Mistake(f"live/{name}: {TOLD!r} has to stand there once")
    return script.replace(TOLD, json.dumps(told, ensure_ascii=False)).encode()


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
    name = add("live.js", _filled("live.js", told))["name"]
    pythons = tuple(tuple(map(int, python.split("."))) for python in found)
    return Live(files, str(name), tuple((first, second) for first, second in pythons))
