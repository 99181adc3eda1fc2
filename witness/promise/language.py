"""What a snippet promises of every run, written as a screenplay and read from the file beside it.

First the settings, then the cast (who is started by whom, and how each ends), then the script: who says what. Lines
of one speaker keep their order; lines of different speakers may interleave, except across a rule (`---`), behind an
`after`, and inside one instance of an `each`. CONTRIBUTING.md has the whole form; `witness.match` holds runs to it.
"""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from witness.errors import Mistake
from witness.interpreter import OLDEST

PLATFORMS = {"linux": "linux", "macos": "darwin", "windows": "win32"}
SECONDS = r"\d{1,5}(\.\d+)?"
SETTINGS = {
    "stdout": r"terminal|pipe",
    "timeout": SECONDS,
    "alone": r"yes|no",
    "lines": r"yes|no",
    "platforms": rf"({'|'.join(PLATFORMS)})( ({'|'.join(PLATFORMS)}))*",
    "python": r"3\.\d+\+",
    "methods": r"any|default",
}
OUTSIDE = "outside"
CONDITION = r"(?:\[(?P<condition>[^]]+)\] +)?"
CAST = re.compile(
    rf"(?P<indent> *){CONDITION}(?P<name>\w+)(?: \* (?P<low>\d+)(?:\.\.(?P<high>\d+))?)?"
    r"(?: after (?P<after>\w+))?: +(?P<ends>.+?)(?P<reaped>, reaped)?"
)
LINE = re.compile(
    rf"(?P<indent> *){CONDITION}(?P<name>\w+)(?: after (?P<after>\w+(?:, *\w+)*))? *(?P<mark>[|?])(?: (?P<text>.*))?"
)
SETTING = re.compile(r"(\w+) = (.+)")
EACH = re.compile(rf"{CONDITION}each (?P<names>\w+(?:, *\w+)*)(?: in (?P<rows>.+))?")
NUMBER = re.compile(r"(?:(?P<name>\w+): *)?(?P<low>-?\d+(?:\.(?P<decimals>\d+))?)\.\.(?P<high>-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Situation:
    """What a condition such as `[3.14+]` is held against."""

    feature: tuple[int, int]
    """The Python's first two numbers."""
    start_method: str
    platform: str
    """`sys.platform`."""


@dataclass(frozen=True)
class Role:
    """A name of the cast: one process, or a group of alike ones."""

    name: str
    parent: str | None
    """The name of the one who started it; None for the program's own process."""
    low: int
    high: int
    group: bool
    endings: frozenset[int | None]
    """The exit codes it may have: minus the number for a signal; None where nobody can know."""
    number: int
    """The line in the file."""
    condition: str = ""
    after: str = ""
    """The name of the one that had ended before it was made."""
    reaped: bool = False
    """Whether its parent waits for it."""
    at_once: int | None = None
    """No more of a group than so many are alive at a time."""


@dataclass(frozen=True)
class Token:
    """What stands between braces in a line."""

    kind: str
    """`pid`, `value`, `number`, `oneof`, `outside` or `any`."""
    names: tuple[str, ...] = ()
    """Of a `pid` or a `value`; the texts of a `oneof`."""
    low: float = 0
    high: float = 0
    decimals: int = 0
    name: str = ""
    """What a `number`, a `oneof` or an `any` is called further down."""
    different: bool = False
    """Whether no two texts that stand here are the same."""
    bounds: tuple[tuple[str, str], ...] = ()
    """Comparisons with what was named before: `(">", "a")`."""
    key: str = ""
    """Of a `pid`: the name of the value that tells which member of the group, `n` in `worker[n]`."""


@dataclass(frozen=True)
class Moment:
    """A moment in a process's life that a line comes before or after."""

    relation: Literal["after", "before"]
    what: Literal["start", "end"]
    name: str


@dataclass(frozen=True)
class Line:
    """A line of the script."""

    number: int
    speaker: str
    text: str
    parts: tuple[str | Token, ...]
    after: tuple[str, ...] = ()
    any: bool = False
    """Whether it stands for any number of lines of its speaker (`...`)."""
    condition: str = ""
    key: str = ""
    """The name of the value that tells which member of a group speaks, `n` in `worker[n]`."""
    low: int = 1
    high: int | None = 1
    """How often it comes; None for as often as it likes."""
    moments: tuple[Moment, ...] = ()

    @property
    def skippable(self) -> bool:
        """Whether a run may do without it."""
        return self.low == 0


@dataclass(frozen=True)
class Each:
    """Lines that come once for each of some values, or once for each process of a group."""

    number: int
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] | None
    """None for a group: then its one name is that of the group."""
    lines: tuple[Line, ...] = ()
    condition: str = ""
    at_once: int | None = None
    """No more instances than so many are under way at a time."""
    order: Literal["", "in order", "first in first out"] = ""


Section = tuple[Line | Each, ...]


@dataclass
class Promise:
    """A promise, as it was read."""

    path: Path
    text: str
    settings: dict[str, str] = field(default_factory=dict)
    cast: dict[str, Role] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    @property
    def stdout(self) -> str:
        """`terminal` or `pipe`."""
        return self.settings.get("stdout", "terminal")

    @property
    def limit(self) -> float:
        """The seconds that a run may take."""
        return float(self.settings.get("timeout", "10"))

    @property
    def alone(self) -> bool:
        """Whether the snippet measures time, so that nothing else may run beside it."""
        return self.settings.get("alone") == "yes"

    @property
    def lines(self) -> bool:
        """Whether to record which lines ran."""
        return self.settings.get("lines") != "no"

    @property
    def default_only(self) -> bool:
        """Whether it holds only under the start method that is each Python's own default."""
        return self.settings.get("methods") == "default"

    @property
    def platforms(self) -> tuple[str, ...]:
        """The values of `sys.platform` that it runs on."""
        return tuple(PLATFORMS[name] for name in self.settings.get("platforms", " ".join(PLATFORMS)).split())

    @property
    def oldest(self) -> tuple[int, int]:
        """The first two numbers of the oldest Python that it runs on."""
        major, minor = self.settings.get("python", OLDEST).removesuffix("+").split(".")
        return int(major), int(minor)


def holds(condition: str, now: Situation) -> bool:
    """Say whether all parts of a condition hold in a situation."""
    parts = [_holds(part.strip(), now) for part in condition.split(",")] if condition else []
    return all(parts)  # after all were read: a mistake in the last one has to be seen


def _holds(part: str, now: Situation) -> bool:
    if part in PLATFORMS:
        return now.platform == PLATFORMS[part]
    if part in ("fork", "spawn", "forkserver"):
        return now.start_method == part
    if found := re.fullmatch(r"(<)?3\.(\d+)(\+)?(?:\.\.3\.(\d+))?", part):
        below, low, above, high = found.groups()
        minor = now.feature[1]
        if below:
            return minor < int(low)
        if above:
            return minor >= int(low)
        return int(low) <= minor <= int(high or low)
    raise ValueError(part)


def read(path: Path) -> Promise:
    """Read the promise at `path`.

    Raises:
        Mistake: it is not written as a promise is; the text names the line.
    """
    try:
        promise = Promise(path, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Mistake(f"{path}: this is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None
    reader = _Reader(promise)
    for number, line in enumerate(promise.text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.read(number, line.rstrip())
    reader.finish()
    return promise


def _names(item: Line | Each) -> set[str]:
    """Whatever an `after` may call it by."""
    return {item.speaker} if isinstance(item, Line) else {*item.names, *(line.speaker for line in item.lines)}


class _Reader:
    """Takes a promise line by line."""

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.above: list[tuple[int, str]] = []  # the indentation and name of each one above in the cast
        self.section: list[Line | Each] = []
        self.named: set[str] = set()  # the named numbers so far

    def mistake(self, number: int, text: str) -> Mistake:
        return Mistake(f"{self.promise.path}:{number}: {text}")

    def read(self, number: int, line: str) -> None:
        if re.fullmatch(r"-{3,}", line):
            self.promise.sections.append(tuple(self.section))
            self.section = []
        elif found := EACH.fullmatch(line):
            self.each(number, found)
        elif found := LINE.fullmatch(line):
            self.line(number, found)
        elif found := CAST.fullmatch(line):
            self.role(number, found)
        elif found := SETTING.fullmatch(line):
            self.setting(number, *found.groups())
        else:
            raise self.mistake(number, f"neither a setting, a role, a line nor a rule: {line!r}; see CONTRIBUTING.md")

    def setting(self, number: int, name: str, value: str) -> None:
        if name not in SETTINGS or not re.fullmatch(SETTINGS[name], value):
            raise self.mistake(number, f"no such setting: {name} = {value}; there are {', '.join(SETTINGS)}")
        if name in self.promise.settings or self.promise.cast:
            raise self.mistake(number, f"{name} is set twice, or too late: settings come first, once each")
        self.promise.settings[name] = value

    def condition(self, number: int, found: re.Match[str]) -> str:
        condition = found["condition"] or ""
        try:
            holds(condition, Situation((3, 11), "fork", "linux"))
        except ValueError as error:
            raise self.mistake(number, f"no such condition: {error}") from None
        return condition

    def role(self, number: int, found: re.Match[str]) -> None:
        indent, name = len(found["indent"]), found["name"]
        while self.above and self.above[-1][0] >= indent:
            self.above.pop()
        cast = self.promise.cast
        if name in cast or name == OUTSIDE or name.isdigit():
            raise self.mistake(number, f"the name {name} cannot be given here, or twice")
        if cast and not self.above:
            raise self.mistake(number, f"{name} is started by nobody: indent it under the one who starts it")
        if not cast and (found["condition"] or found["low"] or found["reaped"]):
            raise self.mistake(number, f"{name} is the program's own process: it is one, always there, and the shell's")
        low = int(found["low"] or 1)
        if int(found["high"] or low) < low:
            raise self.mistake(number, f"the bounds are the wrong way round: {low}..{found['high']}")
        cast[name] = Role(
            name,
            self.above[-1][1] if self.above else None,
            low,
            int(found["high"] or low),
            found["low"] is not None,
            frozenset(self.ending(number, word) for word in found["ends"].split(" or ")),
            number,
            self.condition(number, found),
            self.earlier(number, found),
            found["reaped"] is not None,
        )
        self.above.append((indent, name))

    def earlier(self, number: int, found: re.Match[str]) -> str:
        after = found["after"] or ""
        role = self.promise.cast.get(after)
        if after and (role is None or role.group or not self.above):
            raise self.mistake(number, f"{after} is no single process above in the cast that could come before")
        return after

    def ending(self, number: int, word: str) -> int:
        if found := re.fullmatch(r"exit (\d+)", word):
            return int(found[1])
        if word in signal.Signals.__members__:
            return -signal.Signals[word]
        raise self.mistake(number, f"no way to end: {word!r}; write `exit 0` or `SIGTERM`, several with `or`")

    def each(self, number: int, found: re.Match[str]) -> None:
        names = tuple(re.split(r", *", found["names"]))
        taken = [name for name in names if name in self.promise.cast]
        rows = None
        if found["rows"] is None:
            if len(names) != 1 or names[0] not in self.promise.cast or not self.promise.cast[names[0]].group:
                raise self.mistake(number, f"`each {names[0]}` needs a group of the cast, or values: `each n in 0..4`")
        elif taken:
            raise self.mistake(number, f"{taken[0]} is in the cast: give the values another name")
        else:
            rows = tuple(self.row(number, names, row) for row in self.rows(number, found["rows"]))
        self.section.append(Each(number, names, rows, (), self.condition(number, found)))

    def rows(self, number: int, text: str) -> list[str]:
        if found := re.fullmatch(r"(\d+)\.\.(\d+)", text):
            if int(found[2]) < int(found[1]):
                raise self.mistake(number, f"the bounds are the wrong way round: {text}")
            return [str(value) for value in range(int(found[1]), int(found[2]) + 1)]
        return re.split(r", *", text)

    def row(self, number: int, names: tuple[str, ...], text: str) -> tuple[str, ...]:
        values = tuple(text.split()) if len(names) > 1 else (text,)
        if len(values) != len(names):
            raise self.mistake(number, f"{len(names)} values expected, not {text!r}")
        return values

    def line(self, number: int, found: re.Match[str]) -> None:
        inside = self.section[-1] if found["indent"] and self.section else None
        if found["indent"] and not isinstance(inside, Each):
            raise self.mistake(number, "indented, but under no `each`")
        local = inside.names if isinstance(inside, Each) else ()
        speaker, text = found["name"], found["text"] or ""
        after = tuple(re.split(r", *", found["after"])) if found["after"] else ()
        known = set(self.promise.cast) | {n for item in self.section if isinstance(item, Each) for n in item.names}
        for name in (speaker, *after):
            if name not in (self.promise.cast if name == speaker else known):
                raise self.mistake(number, f"{name} is not in the cast ({', '.join(self.promise.cast) or 'empty'})")
        above = {name for item in self.section for name in _names(item)}
        if unknown := [name for name in after if name not in above]:
            raise self.mistake(number, f"there is no line of {unknown[0]} above in this section to come after")
        line = Line(
            number,
            speaker,
            text,
            tuple(self.parts(number, text, local)),
            after,
            any=text == "...",
            condition=self.condition(number, found),
            low=0 if found["mark"] == "?" or text == "..." else 1,
            high=None if text == "..." else 1,
        )
        if isinstance(inside, Each):
            self.section[-1] = Each(inside.number, inside.names, inside.rows, (*inside.lines, line), inside.condition)
        else:
            self.section.append(line)

    def parts(self, number: int, text: str, local: tuple[str, ...]) -> list[str | Token]:
        parts: list[str | Token] = []
        for literal, brace, other in re.findall(r"((?:[^{}]|\{\{|\}\})+)|\{([^{}]+)\}|([{}])", text):
            if other:
                raise self.mistake(number, f"a single {other}: write {other * 2} for the character itself")
            if literal:
                parts.append(literal.replace("{{", "{").replace("}}", "}"))
            else:
                parts.append(self.token(number, brace.strip(), local))
        return parts

    def token(self, number: int, brace: str, local: tuple[str, ...]) -> Token:
        cast = self.promise.cast
        if brace == "*":
            return Token("any")
        if brace == OUTSIDE:
            return Token("outside")
        if found := NUMBER.fullmatch(brace):
            name, decimals = found["name"], len(found["decimals"] or "")
            if float(found["high"]) < float(found["low"]):
                raise self.mistake(number, f"the bounds are the wrong way round: {brace}")
            if name:
                self.named.add(name)
            return Token(
                "number", low=float(found["low"]), high=float(found["high"]), decimals=decimals, name=name or ""
            )
        names = tuple(name.strip() for name in brace.split("|"))
        if (names[0] in local and names[0] not in cast) or names[0] in self.named:
            return Token("value", names[:1])
        if all(name in cast or name == OUTSIDE for name in names):
            return Token("pid", names)
        if len(names) > 1:
            return Token("oneof", tuple(brace.split("|")))
        known = ", ".join([*cast, *local, *sorted(self.named)])
        raise self.mistake(number, f"nobody and nothing is called {brace!r} here; there are {known}")

    def finish(self) -> None:
        self.promise.sections.append(tuple(self.section))
        if not self.promise.cast:
            raise self.mistake(1, "nobody is in the cast: begin with `main: exit 0`")
        for section in self.promise.sections:
            for item in section:
                if isinstance(item, Each) and not item.lines:
                    raise self.mistake(item.number, "this `each` has no lines: indent them under it")
