"""What stands between braces in a line of a promise, whose PID, which number, one of which texts: read, and written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from witness.errors import meant
from witness.promise.language import OUTSIDE, Token
from witness.promise.settings import string

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What a text of a promise cannot show by itself."""
_PART = re.compile(
    r'(?P<plain>(?:[^{}]|\{\{|\}\})+)|\{ *(?P<string>"(?:[^"\\]|\\.)*") *\}|\{(?P<brace>[^{}]+)\}|(?P<other>[{}])'
)
_BOUNDS = re.compile(r"(?P<what>.*?)(?P<bounds>(?:, *(?:different|(?:<=|>=|<|>) *\w+))*)")
_BOUND = re.compile(r"(<=|>=|<|>) *(\w+)")
_NAMED = re.compile(r"(?P<name>\w+): *(?P<what>.+)")
_NUMBER = re.compile(r"(?P<low>-?\d+(?:\.(?P<decimals>\d+))?)\.\.(?P<high>-?\d+(?:\.\d+)?)")
_MEMBER = re.compile(r"(?P<group>\w+)\[(?P<key>\w+)\]")


@dataclass
class Scope:
    """What may be called by a name at some place of the script."""

    cast: Collection[str]
    groups: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    """Those of the `each` that the line is in, and what was named in it."""
    named: set[str] = field(default_factory=set)
    """What was named outside of any `each`."""
    given: set[str] = field(default_factory=set)
    """Those of `values` that were named in braces."""

    def enter(self, values: Collection[str]) -> None:
        """Begin an `each` with these values, or leave one."""
        self.values, self.given = set(values), set()

    def value(self, name: str) -> bool:
        """Whether it is that of a value, and of nobody in the cast."""
        return name in self.values or name in self.named


def read(text: str, scope: Scope, *, inside: bool) -> tuple[str | Token, ...]:
    """Take a line apart, and keep the names that it gives.

    Args:
        text: the line.
        scope: the names that are known.
        inside: whether it is a line of an `each`, which keeps its names to itself.

    Raises:
        ValueError: something between braces cannot be understood.
    """
    parts: list[str | Token] = []
    for found in _PART.finditer(text):
        if found["other"]:
            raise ValueError(f"a single {found['other']}: write {found['other'] * 2} for the character itself")
        if found["plain"]:
            parts.append(found["plain"].replace("{{", "{").replace("}}", "}"))
        elif found["string"]:
            try:
                literal = string(found["string"])
            except ValueError as error:
                raise ValueError(f"{{{found['string']}}}: {error} is expected") from None
            if "\n" in literal:
                raise ValueError(f"{{{found['string']}}}: a newline ends a line: what follows is the next one")
            parts.append(literal)
        else:
            token = _token(found["brace"].strip(), scope)
            if token.name:
                (scope.values if inside else scope.named).add(token.name)
                scope.given |= {token.name} & scope.values
            parts.append(token)
    return tuple(parts)


def written(parts: Iterable[str | Token], *, ended: bool) -> str:
    """The opposite of `read`: the line, with its sign where no newline ends it."""
    text = "".join(_braced(part) if isinstance(part, Token) else literal(part) for part in parts)
    return finished(text, ended=ended)


def literal(text: str) -> str:
    """A text as it stands in a line, beside others."""
    text = text.replace("{", "{{").replace("}", "}}")
    return CONTROL.sub(lambda found: '{"' + repr(found[0])[1:-1] + '"}', text)


def finished(text: str, *, ended: bool) -> str:
    """A line of a promise that has this text, whose end would otherwise be taken for a sign."""
    if text == "..." and ended:
        text = '{"..."}'
    if text.endswith("\\"):
        text = text[:-1] + r'{"\\"}'
    return text if ended else text + "\\"


def _braced(token: Token) -> str:
    if token.kind == "number":
        what = f"{token.low:.{token.decimals}f}..{token.high:.{token.decimals}f}"
    else:
        what = {"any": "*", "outside": OUTSIDE}.get(token.kind, "|".join(token.names))
    what += f"[{token.key}]" if token.key else ""
    named = f"{token.name}: " if token.name else ""
    further = [f"{sign} {name}" for sign, name in token.bounds] + ["different"] * token.different
    return f"{{{named}{', '.join([what, *further])}}}"


def _token(brace: str, scope: Scope) -> Token:
    found = _BOUNDS.fullmatch(brace)
    assert found is not None
    what, words = found["what"].strip(), [word.strip() for word in found["bounds"].split(",")[1:]]
    named = _NAMED.fullmatch(what)
    name, what = (named["name"], named["what"].strip()) if named else ("", what)
    if name and (name in scope.cast or name == OUTSIDE):
        raise ValueError(f"{name} is in the cast: give {{{brace}}} another name")
    if name in scope.values and name not in scope.given:
        raise ValueError(f"{name} is a value of the `each`: give {{{brace}}} another name, or write {{{name}}}")
    bounds = tuple((found[1], found[2]) for found in map(_BOUND.fullmatch, words) if found)
    for _, other in bounds:
        if not scope.value(other):
            raise ValueError(f"{{{brace}}} is compared with {other}, which is no value named before it")
    token = _kind(what, brace, scope, named=bool(name))
    if (bounds or "different" in words) and token.kind not in ("number", "oneof", "any"):
        raise ValueError(f"{{{brace}}}: only a number or a text can be different, or be compared")
    if bounds and token.kind != "number":
        raise ValueError(f"{{{brace}}}: only a number can be compared, such as {{n: 0..9, > m}}")
    return Token(
        token.kind, token.names, token.low, token.high, token.decimals, name, "different" in words, bounds, token.key
    )


def _kind(what: str, brace: str, scope: Scope, *, named: bool) -> Token:
    """What it is, without its name and what it is compared with."""
    if what == "*":
        return Token("any")
    if found := _NUMBER.fullmatch(what):
        if float(found["high"]) < float(found["low"]):
            raise ValueError(f"the bounds are the wrong way round: {what}")
        return Token("number", (), float(found["low"]), float(found["high"]), len(found["decimals"] or ""))
    if named:
        if "|" not in what:
            raise ValueError(f"{{{brace}}}: a name is given to {{name: *}}, {{name: 0..9}} or {{name: red|green}}")
        return Token("oneof", tuple(what.split("|")))
    if found := _MEMBER.fullmatch(what):
        member(found["group"], found["key"], scope)
        return Token("pid", (found["group"],), key=found["key"])
    options = tuple(option.strip() for option in what.split("|"))
    if scope.value(options[0]) and len(options) == 1:
        return Token("value", options)
    if options == (OUTSIDE,):
        return Token("outside")
    if all(option in scope.cast or option == OUTSIDE for option in options):
        return Token("pid", options)
    if people := [option for option in options if option in scope.cast or option == OUTSIDE]:
        others = [option for option in options if option not in people]
        if others and len(options) > 1:
            raise ValueError(
                f"{{{brace}}}: {people[0]} is a process, and {others[0]} is none; {meant(others[0], scope.cast)}"
            )
    if len(options) > 1:
        return Token("oneof", tuple(what.split("|")))
    raise ValueError(
        f"nobody and nothing is called {what!r} here; {meant(what, [*scope.cast, *sorted(scope.values | scope.named)])}"
    )


def member(group: str, key: str, scope: Scope) -> None:
    """See that a member of a group can be told by a value.

    Raises:
        ValueError: it is no group, or there is no such value.
    """
    if group not in scope.groups:
        raise ValueError(f"{group}[{key}]: {group} is no group of the cast; {meant(group, scope.groups)}")
    if not scope.value(key):
        raise ValueError(f"{group}[{key}]: {key} is no value here; {meant(key, scope.values | scope.named)}")
