"""What always holds, in sentences: a promise as it was parsed, in a reader's language instead of its notation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from witness.ending import HANGS, ending
from witness.exhibit.pieces import Piece, printable
from witness.exhibit.roster import Roster
from witness.promise.language import Each, Line, Moment, Promise, Role, Token

SIGNS = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True)
class Sentence:
    """One line of what always holds."""

    kind: Literal["cast", "rule", "each", "said"]
    pieces: tuple[Piece, ...] = ()
    condition: str = ""
    """The Pythons, start methods and platforms where it holds; everywhere if it is empty."""
    notes: tuple[str, ...] = ()
    """What else holds of it."""
    who: str = ""
    """The one who says it."""
    style: str = ""
    inside: bool = False
    """Whether it belongs to the `each` above."""


@dataclass(frozen=True)
class Sentences:
    """A promise in one language."""

    promise: Promise
    roster: Roster
    """Gives a name the colour of its process."""
    label: Mapping[str, str]

    def __iter__(self) -> Iterator[Sentence]:
        """The cast, then the script; of the settings nothing."""
        for role in self.promise.cast.values():
            yield self._role(role)
        for index, section in enumerate(section for section in self.promise.sections if section):
            if index:
                yield Sentence("rule", (Piece(self.label["rule"]),))
            for item in section:
                if isinstance(item, Line):
                    yield self._line(item)
                else:
                    yield self._each(item)
                    yield from (replace(self._line(line), inside=True) for line in item.lines)

    def _role(self, role: Role) -> Sentence:
        depth, above = 0, role.parent
        while above is not None:
            depth, above = depth + 1, self.promise.cast[above].parent
        known = sorted((code for code in role.endings if isinstance(code, int)), key=lambda code: (code < 0, abs(code)))
        ends = [self._end(code) for code in known]
        ends += [self.label["end hangs"]] * (HANGS in role.endings) + [self.label["none knows"]] * (
            None in role.endings
        )
        notes = [self.label["at once"].format(count=role.at_once)] if role.at_once is not None else []
        notes += [self.label["ended before"].format(name=self.roster.written(role.after))] if role.after else []
        notes += [self.label["reaped"]] if role.reaped else []
        kind = "role" if role.parent is None else "role group" if role.group else "role made"
        names = {
            "{name}": role.name,
            "{parent}": role.parent or "",
            "{count}": f"{role.low}" + (f"…{role.high}" if role.high != role.low else ""),
            "{ends}": self.label["or ends"].join(ends),
        }
        pieces = [Piece("  " * depth)]
        for part in re.split(r"(\{\w+\})", self.label[kind]):
            if part in ("{name}", "{parent}"):
                pieces.append(Piece(self.roster.written(names[part]), self.roster.style(names[part])))
            elif part:
                pieces.append(Piece(names.get(part, part)))
        return Sentence("cast", tuple(pieces), role.condition, tuple(notes))

    def _end(self, code: int) -> str:
        return (
            self.label["end exit"].format(code=code)
            if code >= 0
            else self.label["end signal"].format(name=ending(code))
        )

    def _each(self, each: Each) -> Sentence:
        kind = "each group" if each.rows is None else "each"
        text = self.label[kind].format(names=self.label["list"].join(each.names), values=self._values(each.rows or ()))
        parts = [text]
        parts += [self.label["at once"].format(count=each.at_once)] if each.at_once is not None else []
        parts += [self.label[each.order]] if each.order else []
        return Sentence(
            "each", (Piece(printable(self.label["comma"].join(parts) + self.label["colon"])),), each.condition
        )

    def _values(self, rows: tuple[tuple[str, ...], ...]) -> str:
        """The values, with whole numbers in a row put together: `0…4`."""
        texts = [" ".join(row) for row in rows]
        groups: list[list[str]] = []
        for text in texts:
            before = groups[-1][-1] if groups else ""
            if text.isdecimal() and before.isdecimal() and int(text) == int(before) + 1:
                groups[-1].append(text)
            else:
                groups.append([text])
        return self.label["list"].join(f"{group[0]}…{group[-1]}" if len(group) > 1 else group[0] for group in groups)

    def _line(self, line: Line) -> Sentence:
        notes = (
            [self.label["after"].format(names=self.label["list"].join(map(self.roster.written, line.after)))]
            if line.after
            else []
        )
        notes += [self._moment(moment) for moment in line.moments]
        pieces = list(self._text(line))
        if line.any:
            pieces = [Piece(f"… {self.label['any']}", "any")]
        else:
            notes += self._often(line)
            notes += [] if line.ended else [self.label["no newline"]]
        style = self.roster.style(line.speaker)
        return Sentence("said", tuple(pieces), line.condition, tuple(notes), self._speaker(line), style)

    def _speaker(self, line: Line) -> str:
        if line.speaker == "unknown" and line.speaker not in self.promise.cast:
            return self.label["unknown"]
        name = self.roster.written(line.speaker)
        return f"{name}[{line.key}]" if line.key else name

    def _moment(self, moment: Moment) -> str:
        return self.label[f"{moment.relation} {moment.what}"].format(name=self.roster.written(moment.name))

    def _often(self, line: Line) -> list[str]:
        low, high = line.low, line.high
        if (low, high) == (1, 1):
            return []
        if (low, high) == (0, 1):
            return [self.label["maybe"]]
        if high is None:
            kind = "times from" if low else "times any"
        else:
            kind = "times" if low == high else "times between" if low else "times to"
        return [self.label[kind].format(low=low, high=high)]

    def _text(self, line: Line) -> Iterator[Piece]:
        last = len(line.parts) - 1
        for index, part in enumerate(line.parts):
            if isinstance(part, Token):
                yield self._token(part)
                continue
            text = part
            if index == last:
                bare = text.rstrip(" ")
                text = bare + "␣" * (len(text) - len(bare))  # spaces that count: others are not read
            yield Piece(printable(text))

    def _token(self, token: Token) -> Piece:
        """What stands in braces; the values that it may have, and what else is said of them."""
        if token.kind in ("pid", "outside"):
            names = token.names or ("outside",)
            shown = [self.label["outside"] if name == "outside" else self.roster.written(name) for name in names]
            text = self.label["or"].join(shown) + (f"[{token.key}]" if token.key else "")
            return Piece(text, self.roster.style(names[0]) if token.kind == "pid" else "value")
        if token.kind == "value":
            text = token.names[0]
        elif token.kind == "number":
            text = f"{token.low:.{token.decimals}f}…{token.high:.{token.decimals}f}"
        elif token.kind == "oneof":
            text = self.label["or"].join(token.names)
        else:
            text = self.label["any text"]
        if token.name:
            text = f"{token.name}{self.label['is']}{text}"
        further = [f"{SIGNS.get(sign, sign)} {name}" for sign, name in token.bounds]
        further += [self.label["different"]] if token.different else []
        return Piece(printable(self.label["comma"].join([text, *further])), "value")
