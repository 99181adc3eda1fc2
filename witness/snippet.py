"""Where a program and its promise lie."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from pathlib import Path

from witness import interpreter, invocation
from witness.errors import Mistake
from witness.interpreter import Interpreter
from witness.promise import reader
from witness.promise.language import Promise

FOLDER = Path("snippets")
"""Where those of a site lie."""


@dataclass(frozen=True)
class Snippet:
    """A program with a promise beside it; those of a site lie under `snippets/<chapter>/<name>.py`."""

    path: Path

    @property
    def name(self) -> str:
        """The one word for it: file, promise, heading's anchor, test and URL."""
        return self.path.stem

    @property
    def chapter(self) -> str:
        """The folder it lies in, and the page that it belongs to."""
        return self.path.parent.name

    @functools.cached_property
    def source(self) -> str:
        """The program, to the byte what a reader gets.

        Raises:
            Mistake: it is not UTF-8.
        """
        try:
            return self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise Mistake(f"{self.path}: this is not UTF-8 ({error.reason} at byte {error.start})") from None

    @functools.cached_property
    def promise(self) -> Promise:
        """What it promises.

        Raises:
            Mistake: it has no promise, or one that cannot be read.
        """
        path = self.path.with_suffix(".promise")
        if not path.is_file():
            how = invocation.command("draft", self.path)
            raise Mistake(f"{self.path}: this snippet has no promise; draft one with `{how}`")
        return reader.read(path)

    def python(self) -> Interpreter | None:
        """The Python it runs with if none is asked for: ours, or one that is new enough.

        Returns:
            None if none is here, or if the kernel here is set otherwise than the program needs.

        Raises:
            Mistake: see `promise`.
        """
        return None if self.unset() else interpreter.at_least(self.promise.settings.oldest)

    def unset(self) -> list[str]:
        """What the program depends on and Linux's kernel isn't set to here, each as `name=value`."""
        wanted = self.promise.settings.kernel
        return [f"{name}={value}" for name, value in wanted.items() if _parameter(name) not in (value, None)]

    def refuses(self, python: Interpreter) -> str | None:
        """Why it does not run with a Python; None if it does."""
        if python.feature < self.promise.settings.oldest:
            return f"{self.name} needs Python {'.'.join(map(str, self.promise.settings.oldest))} or newer"
        if python.platform not in self.promise.settings.platforms:
            return f"{self.name} does not run on {python.platform}"
        if python.forced and self.promise.settings.default_only:
            return f"{self.name} is about the default start method"
        if unset := self.unset():
            return f"{self.name} needs a kernel with {' '.join(unset)}"
        return None


def _parameter(name: str) -> str | None:
    """A parameter of the kernel; None where the system has none of that name."""
    path = Path("/proc/sys", *name.split("."))
    return path.read_text(encoding="ascii").strip() if path.is_file() else None


def find(folder: Path = FOLDER) -> dict[str, Snippet]:
    """All snippets under `folder`, by name, in the order of their paths.

    Raises:
        Mistake: two have the same name, a name cannot be one, or a promise has lost its snippet; all that is found is
            said at once.
    """
    snippets: dict[str, Snippet] = {}
    wrong = []
    for path in sorted(folder.glob("*/*.py")):
        name = path.stem
        if name in snippets:
            wrong.append(
                f"{path}: {snippets[name].path} has the same name; a name stands for one snippet on the whole site"
            )
        elif not name.isidentifier() or name != name.lower() or name in sys.stdlib_module_names:
            wrong.append(
                f"{path}: {name} cannot name a snippet; use lower-case words, and no module of the standard library"
            )
        snippets[name] = Snippet(path)
    wrong += [
        f"{path}: {_lost(path)}" for path in sorted(folder.glob("*/*.promise")) if not path.with_suffix(".py").is_file()
    ]
    if wrong:
        raise Mistake("\n".join(wrong))
    return snippets


def at(path: Path) -> list[Snippet]:
    """The snippets at any place: a program, its promise, or a folder with programs that have promises, however deep.

    Raises:
        Mistake: there is none, or a promise has lost its program.
    """
    if path.is_dir():
        promises = sorted(path.rglob("*.promise"))
        if not promises:
            raise Mistake(f"{path}: no program in this folder has a promise, a file NAME.promise beside NAME.py")
    elif not path.is_file():
        raise Mistake(f"{path}: there is no such file or folder")
    elif path.suffix not in (".py", ".promise"):
        raise Mistake(f"{path}: this is neither a Python file, nor a promise, nor a folder")
    else:
        promises = [path.with_suffix(".promise")]
    if lost := [promise for promise in promises if not promise.with_suffix(".py").is_file()]:
        raise Mistake("\n".join(f"{promise}: {_lost(promise)}" for promise in lost))
    return [Snippet(promise.with_suffix(".py")) for promise in promises]


def _lost(promise: Path) -> str:
    return f"this promise has no program; there is no {promise.stem}.py beside it"
