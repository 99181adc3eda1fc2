"""What stands first in a promise: how the program is run, where, and what is recorded."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from witness.errors import meant
from witness.interpreter import OLDEST
from witness.recording import LIMIT

PLATFORMS = {"linux": "linux", "macos": "darwin", "windows": "win32"}
"""What a promise calls each value of `sys.platform`."""
_ESCAPED = re.compile(r"\\[\\'\"abfnrtvxNuU0-7]")


@dataclass(frozen=True)
class Settings:
    """The settings of a promise, with what holds where one is left out."""

    stdout: str = "terminal"
    """`terminal` or `pipe`."""
    limit: float = LIMIT
    """The seconds that a run may take."""
    alone: bool = False
    """Whether the snippet measures time, so that nothing else may run beside it."""
    lines: bool = True
    """Whether to record which lines ran."""
    platforms: tuple[str, ...] = tuple(PLATFORMS.values())
    """The values of `sys.platform` that it runs on."""
    oldest: tuple[int, int] = (int(OLDEST.split(".")[0]), int(OLDEST.split(".")[1]))
    """The first two numbers of the oldest Python that it runs on."""
    default_only: bool = False
    """Whether it holds only under the start method that is each Python's own default."""
    stdin: str = ""
    """What is typed at the terminal."""
    options: tuple[str, ...] = ()
    """Of the interpreter: `-W`, `error`."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the environment has besides."""
    own_folder: bool = False
    """Whether it runs in a folder made for this run."""
    kernel: Mapping[str, str] = field(default_factory=dict)
    """Parameters of Linux's kernel that it depends on, as `sysctl` names them, and the values that they must have."""

    @property
    def how(self) -> dict[str, Any]:
        """How it is run: the arguments of `witness.run.terminal.run` that go by these names."""
        names = ("limit", "stdout", "lines", "stdin", "options", "variables", "own_folder")
        return {name: getattr(self, name) for name in names}


def _one(words: str, value: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read one of some words."""

    def read(text: str) -> Any:
        if text not in words.split():
            raise ValueError(f"one of {', '.join(words.split())}")
        return value(text)

    return read


def seconds(text: str) -> float:
    """Read a time limit.

    Raises:
        ValueError: it is none; the text says what would be one.
    """
    if not re.fullmatch(r"\d{1,5}(\.\d+)?", text) or float(text) == 0:
        raise ValueError("a number of seconds, up to 99999")
    return float(text)


def _platforms(text: str) -> tuple[str, ...]:
    if not set(text.split()) <= set(PLATFORMS):
        raise ValueError(f"some of {', '.join(PLATFORMS)}, with a space between them")
    return tuple(PLATFORMS[name] for name in text.split())


def _oldest(text: str) -> tuple[int, int]:
    if not re.fullmatch(r"3\.\d+\+", text):
        raise ValueError("a version such as 3.12+")
    return 3, int(text[2:-1])


def string(text: str) -> str:
    r"""Read a text in double quotes, with what Python writes behind a backslash: `"yes\n"`.

    Raises:
        ValueError: it is none.
    """
    if _ESCAPED.sub("", text).count("\\"):  # Python takes it for a backslash, and warns
        raise ValueError("a text in double quotes, with \\\\ for each backslash")
    try:
        value = ast.literal_eval(text) if text.startswith('"') else None
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str) or value != value.encode(errors="replace").decode():  # a lone surrogate is no text
        raise ValueError('a text in double quotes, such as "yes\\n"')
    return value


def _words(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise ValueError(f"words as in a shell ({error})") from None


def _options(text: str) -> tuple[str, ...]:
    words = _words(text)
    if not words[0].startswith("-"):
        raise ValueError("options of the interpreter, such as -W error")
    return words


def _pairs(name: str, example: str) -> Callable[[str], dict[str, str]]:
    """Read names, as a pattern has them, and their values."""

    def read(text: str) -> dict[str, str]:
        pairs = [word.partition("=") for word in _words(text)]
        if not all(re.fullmatch(name, one) and equals for one, equals, _ in pairs):
            raise ValueError(f"{example}, several with a space between them")
        return {one: value for one, _, value in pairs}

    return read


READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "stdout": ("stdout", _one("terminal pipe", str)),
    "timeout": ("limit", seconds),
    "alone": ("alone", _one("yes no", "yes".__eq__)),
    "lines": ("lines", _one("yes no", "yes".__eq__)),
    "platforms": ("platforms", _platforms),
    "python": ("oldest", _oldest),
    "methods": ("default_only", _one("any default", "default".__eq__)),
    "stdin": ("stdin", string),
    "options": ("options", _options),
    "environment": ("variables", _pairs(r"[^\W\d]\w*", "NAME=value")),
    "folder": ("own_folder", _one("own", "own".__eq__)),
    "kernel": ("kernel", _pairs(r"\w+(\.\w+)+", "vm.overcommit_memory=0")),
}
"""For each setting as it is written, the field that it is kept in and how its value is read."""


def read(name: str, text: str) -> dict[str, Any]:
    """Read a setting as a field of `Settings` with its value.

    Raises:
        ValueError: there is no such setting, or it has no such value.
    """
    if name not in READ:
        raise ValueError(f"no such setting: {name}; {meant(name, READ)}")
    key, value = READ[name]
    try:
        return {key: value(text)}
    except ValueError as error:
        raise ValueError(f"{name} = {text}: {error} is expected") from None
