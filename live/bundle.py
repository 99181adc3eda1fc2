"""The editor, one file: CodeMirror from npm, each package with the hash in `package-lock.json`, bundled by esbuild."""

from __future__ import annotations

import shutil
from pathlib import Path

from machine import store, tools
from machine.store import STORE

EDITOR = Path(__file__).with_name("editor")
FILES = ("package.json", "package-lock.json", "editor.js")
BUILDING = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none")


def place() -> Path:
    """Where it is, or will be: the name says what it is made of."""
    return STORE / "editor" / f"{store.key(*(EDITOR / name for name in FILES), *BUILDING)}.js"


def build() -> Path:
    """Build it if it is not there; beside it stand the licences of what is in it.

    Raises:
        Mistake: something is missing, or does not build.
    """
    made = place()
    if not made.exists():
        node, npm = tools.node()
        with store.scratch() as folder:
            for name in FILES:
                shutil.copy2(EDITOR / name, folder)
            tools.run(node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
            esbuild = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
            tools.run(node, esbuild, "editor.js", *BUILDING, "--outfile=made.js", cwd=folder)
            texts = [
                f"{path.parent.relative_to(folder / 'node_modules').as_posix()}\n\n{path.read_text(encoding='utf-8')}"
                for path in sorted((folder / "node_modules").rglob("LICENSE"))
            ]
            (folder / "made.txt").write_text("\n\n".join(texts), encoding="utf-8")
            store.put(folder / "made.txt", made.with_suffix(".txt"))
            store.put(folder / "made.js", made)
    return made
