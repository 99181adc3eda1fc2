"""What a line's text says, if it is a promised one: the ways to read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from witness.promise.language import Token

Parts = tuple[str | Token, ...]
COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def readings(
    parts: Parts, text: str, value: Callable[[str], str | None], spend: Callable[[int], None]
) -> Iterator[tuple[str, ...]]:
    """Every way to read `text` as `parts`: a text for each token; what a `{*}` without a name stands for is left out.

    Args:
        parts: what was promised.
        text: what was seen.
        value: gives the text of a name, or None.
        spend: called with the number of steps taken.
    """
    tried: set[tuple[int, int, tuple[str, ...]]] = set()
    stack: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    tokens = [part for part in parts if isinstance(part, Token)]
    while stack:
        at, place, told = stack.pop()
        while at < len(parts) and isinstance(part := parts[at], str) and text.startswith(part, place):
            at, place = at + 1, place + len(part)
        if at == len(parts):
            if place == len(text):
                yield told
            continue
        if isinstance(part := parts[at], str) or (at, place, told) in tried:
            continue
        tried.add((at, place, told))
        named = {token.name: said for token, said in zip(tokens, told, strict=False) if token.name}
        name = part.names[0] if part.kind == "value" else ""
        ends = list(_ends(parts, at, text, place, named[name] if name in named else value(name) if name else None))
        spend(len(ends))
        silent = part.kind == "any" and not part.name and not part.different
        stack += [(at + 1, end, (*told, "" if silent else text[place:end])) for end in reversed(ends)]


def _ends(parts: Parts, at: int, text: str, place: int, value: str | None) -> Iterator[int]:
    """Where the token may end that begins at `place`, the likeliest first."""
    token = parts[at]
    assert isinstance(token, Token)
    if token.kind == "any":
        following = parts[at + 1] if at + 1 < len(parts) else None
        if following is None:
            yield len(text)
        elif isinstance(following, str):
            end = text.find(following, place)
            while end >= 0:
                yield end
                end = text.find(following, end + 1)
        else:
            yield from range(place, len(text) + 1)
    elif token.kind in ("pid", "outside", "number"):
        whole = re.compile(
            rf"-?\d+\.\d{{{token.decimals}}}" if token.decimals else r"-?\d+" if token.kind == "number" else r"\d+"
        )
        if found := whole.match(text, place):
            shortest = found.end() if token.decimals else place + 1 + text.startswith("-", place)
            yield from range(found.end(), shortest - 1, -1)
    else:
        options = token.names if token.kind == "oneof" else () if value is None else (value,)
        yield from (place + len(option) for option in options if text.startswith(option, place))


def number(text: str) -> Decimal | None:
    """The number that a text is, if it is one."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def plain(text: str) -> str:
    """The text in a form that is the same for equal numbers."""
    value = number(text)
    return text if value is None or not value.is_finite() else str(value.normalize())
