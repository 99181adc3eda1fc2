"""What stands in brackets before a role or a line: on which Pythons, start methods and platforms it counts."""

from __future__ import annotations

import re
from typing import Protocol

from witness.interpreter import METHODS
from witness.promise.settings import PLATFORMS

_VERSIONS = re.compile(r"<3\.(?P<below>\d+)|3\.(?P<low>\d+)(?:(?P<above>\+)|\.\.3\.(?P<high>\d+))?")


class Situation(Protocol):
    """What a condition is held against: an interpreter, or the recording of a run."""

    @property
    def feature(self) -> tuple[int, int]:
        """The Python's first two numbers."""

    @property
    def start_method(self) -> str:
        """The default start method."""

    @property
    def platform(self) -> str:
        """`sys.platform`."""


def check(condition: str) -> None:
    """See that a condition can be understood.

    Raises:
        ValueError: it cannot; the text is the part that is not understood.
    """
    for part in _parts(condition):
        if part not in (*PLATFORMS, *METHODS) and not _VERSIONS.fullmatch(part):
            raise ValueError(part)


def holds(condition: str, now: Situation) -> bool:
    """Say whether all parts of a condition hold in a situation; an empty one always does."""
    return all(_holds(part, now) for part in _parts(condition))


def _parts(condition: str) -> list[str]:
    return [part.strip() for part in condition.split(",")] if condition else []


def _holds(part: str, now: Situation) -> bool:
    if part in PLATFORMS:
        return now.platform == PLATFORMS[part]
    if part in METHODS:
        return now.start_method == part
    found = _VERSIONS.fullmatch(part)
    if found is None:
        raise ValueError(part)
    minor = now.feature[1]
    if found["below"]:
        return minor < int(found["below"])
    low = int(found["low"])
    return minor >= low if found["above"] else low <= minor <= int(found["high"] or low)
