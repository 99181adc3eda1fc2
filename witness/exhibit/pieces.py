"""A text in pieces, some of them marked as a process: what every part of an exhibit is written in."""

from __future__ import annotations

import re
from typing import NamedTuple

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
UNSEEN = re.compile(r"[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Piece(NamedTuple):
    """A piece of a text."""

    text: str
    style: str = ""
    """That of a process, or `value` for what differs from run to run; none for plain text."""
    title: str = ""
    """What to say of it to those who point at it."""


def printable(text: str) -> str:
    """Show control characters, and those that turn the direction of writing, instead of obeying them."""
    text = CONTROL.sub(lambda found: chr(0x2400 + min(ord(found[0]), 0x21)), text)
    return UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
