"""The one kind of error that is somebody's mistake and not ours."""

import difflib
from collections.abc import Iterable


class Mistake(Exception):  # noqa: N818 - an error is ours, a mistake is theirs
    """Something a contributor can put right; its text says where it is, what was expected, and what to do."""


def meant(word: str, known: Iterable[str]) -> str:
    """The end of a message about a word that is not known: the one that was meant, or else all there are."""
    known = list(known)
    near = difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none'}"
