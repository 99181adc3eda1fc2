"""Reads the text of a promise, line by line; what it cannot read is told with its line, and what would be right."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from witness.errors import Mistake, meant
from witness.promise import braces, condition, lines, settings
from witness.promise.language import OUTSIDE, UNKNOWN, Each, Line, Promise, Role

_RULE = re.compile(r"-{3,}")


def read(path: Path) -> Promise:
    """Read the promise at `path`.

    Raises:
        Mistake: it is not written as a promise is; the text names the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake(f"{path}: this is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None
    return parse(path, text)


def parse(path: Path, text: str) -> Promise:
    """Read the text of a promise that lies, or will lie, at `path`.

    Raises:
        Mistake: it is not written as a promise is; the text names the line.
    """
    reader = _Reader(Promise(path, text))
    number = 1
    try:
        for number, line in lines.meaningful(text):
            reader.read(number, line)
        number = 1
        reader.finish()
    except ValueError as error:
        raise Mistake(f"{path}:{number}: {error}") from None
    except _At as error:
        raise Mistake(f"{path}:{error.number}: {error}") from None
    return reader.promise


class _At(Exception):  # noqa: N818 - it becomes a `Mistake`
    """Something is wrong with a line that was read before."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


class _Reader:
    """Takes a promise line by line; a `ValueError` tells what is wrong with the one at hand."""

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.settings: dict[str, Any] = {}
        self.above: list[tuple[int, str]] = []  # the indentation and name of each one above in the cast
        self.section: list[Line | Each] = []
        self.scope = braces.Scope(promise.cast)

    def read(self, number: int, line: str) -> None:
        if _RULE.fullmatch(line):
            self.promise.sections.append(tuple(self.section))
            self.section = []
        elif found := lines.EACH.fullmatch(line):
            self.each(number, found)
        elif found := lines.LINE.fullmatch(line):
            self.line(number, found)
        elif found := lines.CAST.fullmatch(line):
            self.role(number, found)
        elif found := lines.SETTING.fullmatch(line):
            self.setting(*found.groups())
        else:
            raise ValueError(f"{line!r} cannot be read: {lines.hint(line)}")

    def setting(self, name: str, value: str) -> None:
        read = settings.read(name, value)
        if read.keys() & self.settings.keys() or self.promise.cast:
            raise ValueError(f"{name} is set twice, or too late: settings come first, once each")
        self.settings |= read
        self.promise.settings = settings.Settings(**self.settings)

    def condition(self, found: re.Match[str]) -> str:
        text = found["condition"] or ""
        try:
            condition.check(text)
        except ValueError as error:
            raise ValueError(f"no such condition: {error}; such as 3.14+, <3.14, spawn or linux are") from None
        return text

    # -- the cast ------------------------------------------------------------------------------------------------------

    def role(self, number: int, found: re.Match[str]) -> None:
        indent, name = len(found["indent"]), found["name"]
        while self.above and self.above[-1][0] >= indent:
            self.above.pop()
        cast = self.promise.cast
        if name in cast or name in (OUTSIDE, UNKNOWN) or name.isdigit():
            raise ValueError(f"the name {name} cannot be given here, or twice")
        if cast and not self.above:
            raise ValueError(f"{name} is started by nobody: indent it under the one who starts it")
        if not cast and (found["condition"] or found["low"] or found["reaped"]):
            raise ValueError(f"{name} is the program's own process: it is one, always there, and the shell's")
        if found["at_once"] and not found["low"]:
            raise ValueError(f"{name} is one process: `at most` is for a group, such as {name} * 4")
        if found["at_once"] and int(found["at_once"]) == 0:
            raise ValueError(f"of {name} nobody could ever be alive: at most 1 at once is the least")
        low, high = lines.times(found["low"], found["high"])
        cast[name] = Role(
            name=name,
            parent=self.above[-1][1] if self.above else None,
            low=low,
            high=high or low,
            group=found["low"] is not None,
            endings=frozenset(lines.ending(word) for word in found["ends"].split(" or ")),
            number=number,
            condition=self.condition(found),
            after=self.earlier(found["after"] or ""),
            reaped=found["reaped"] is not None,
            at_once=int(found["at_once"]) if found["at_once"] else None,
        )
        if cast[name].group:
            self.scope.groups.add(name)
        self.above.append((indent, name))

    def earlier(self, after: str) -> str:
        role = self.promise.cast.get(after)
        if after and (role is None or role.group or not self.above):
            raise ValueError(f"{after} is no single process above in the cast that could come before")
        return after

    # -- the script ----------------------------------------------------------------------------------------------------

    def each(self, number: int, found: re.Match[str]) -> None:
        cast, names = self.promise.cast, tuple(re.split(r", *", found["names"]))
        taken = [name for name in names if name in cast or name in (OUTSIDE, UNKNOWN)]
        if len({*names}) < len(names):
            raise ValueError(f"one name for two values: {', '.join(names)}")
        at_once, order = lines.qualifiers(found["qualifiers"])
        values = None
        if found["rows"] is None:
            if len(names) != 1 or names[0] not in self.scope.groups:
                raise ValueError(f"`each {names[0]}` needs a group of the cast, or values: `each n in 0..4`")
            if order == "in order":
                raise ValueError(f"`each {names[0]}` has no values to come in order: `each n in 0..4, in order`")
        elif taken:
            raise ValueError(f"{taken[0]} is in the cast: give the values another name")
        else:
            values = lines.rows(found["rows"], names)
        self.scope.enter(names if values is not None else ())
        self.section.append(Each(number, names, values, (), self.condition(found), at_once, order))

    def line(self, number: int, found: re.Match[str]) -> None:
        inside = self.section[-1] if found["indent"] and self.section else None
        if found["indent"] and not isinstance(inside, Each):
            raise ValueError("indented, but under no `each`")
        if not isinstance(inside, Each):
            self.scope.enter(())
        speaker, text = found["name"], found["text"] or ""
        if speaker not in self.promise.cast and speaker != UNKNOWN:
            raise ValueError(f"{speaker} is not in the cast; {meant(speaker, self.promise.cast)}")
        after, about = lines.moments(found["order"] or "")
        if found["order"]:
            self.order(after, [moment.name for moment in about])
        if found["mark"] == "?" and found["low"]:
            raise ValueError(f"`?` is `* 0..1`: write {speaker} * {found['low']}.. | with a bar, or only the `?`")
        low, high = lines.times(found["low"], found["high"], open_end=bool(found["open"]))
        if found["mark"] == "?":
            low = 0
        wild = text == "..."
        # A backslash at the end says that no newline ends the line; a real one there is doubled.
        ended = not text.endswith("\\") or text.endswith("\\\\")
        parts = braces.read(text.removesuffix("\\"), self.scope, inside=isinstance(inside, Each))
        if found["key"]:  # which the line itself may name
            braces.member(speaker, found["key"], self.scope)
        line = Line(
            number=number,
            speaker=speaker,
            parts=parts,
            after=after,
            ended=ended,
            any=wild,
            condition=self.condition(found),
            key=found["key"] or "",
            low=0 if wild else low,
            high=None if wild else high,
            moments=about,
        )
        if isinstance(inside, Each):
            self.section[-1] = replace(inside, lines=(*inside.lines, line))
        else:
            self.section.append(line)

    def order(self, after: tuple[str, ...], lives: list[str]) -> None:
        """See that a line comes after or before something that there is."""
        cast = self.promise.cast
        known = {*cast, UNKNOWN} | {name for item in self.section if isinstance(item, Each) for name in item.names}
        for name in after:
            if name not in known:
                raise ValueError(f"{name} is not in the cast; {meant(name, known)}")
        for name in lives:
            if name not in cast:
                raise ValueError(f"{name} is not in the cast, so it has no start and no end; {meant(name, cast)}")
        above = {name for item in self.section for name in _names(item)}
        if unknown := [name for name in after if name not in above]:
            raise ValueError(f"there is no line of {unknown[0]} above in this section to come after")

    def finish(self) -> None:
        self.promise.sections.append(tuple(self.section))
        if not self.promise.cast:
            raise ValueError("nobody is in the cast: begin with `main: exit 0`")
        for section in self.promise.sections:
            for item in section:
                if isinstance(item, Each) and not item.lines:
                    raise _At(item.number, "this `each` has no lines: indent them under it")


def _names(item: Line | Each) -> set[str]:
    """Whatever an `after` may call it by."""
    return {item.speaker} if isinstance(item, Line) else {*item.names, *(line.speaker for line in item.lines)}
