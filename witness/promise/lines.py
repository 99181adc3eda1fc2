"""How each line of a promise is written: a setting, a role, an `each`, a line of the script."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from typing import Literal

from witness.ending import HANGS, Ending
from witness.promise.language import UNKNOWN, Moment

_CONDITION = r"(?:\[(?P<condition>[^]]+)\] +)?"
_AT_ONCE = r"at most (?P<at_once>\d+) at once"
SETTING = re.compile(r"(\w+) = (.+)")
CAST = re.compile(
    rf"(?P<indent> *){_CONDITION}(?P<name>\w+)(?: \* (?P<low>\d+)(?:\.\.(?P<high>\d+))?)?"
    rf"(?: after (?P<after>\w+))?(?:, {_AT_ONCE})?: +(?P<ends>.+?)(?P<reaped>, reaped)?"
)
EACH = re.compile(
    rf"{_CONDITION}each (?P<names>\w+(?:, *\w+)*?)(?: in (?P<rows>.+?))?"
    r"(?P<qualifiers>(?:, *(?:at most \d+ at once|in order|first in first out))*)"
)
LINE = re.compile(
    rf"(?P<indent> *){_CONDITION}(?P<name>\w+)(?:\[(?P<key>\w+)\])?"
    r"(?: \* (?P<low>\d+)(?:(?P<open>\.\.)(?P<high>\d+)?)?)?"
    r"(?: (?P<order>(?:after|before) [\w, ]+?))? *(?P<mark>[|?])(?: (?P<text>.*))?"
)
QUALIFIERS = ("`at most 2 at once`", "`in order`", "`first in first out`")
_ORDER = re.compile(r"(after|before) ((?:(?!after |before )\w+[, ]*)+)")
_LIFE = re.compile(r"(?:(start|end) of )?(\w+)")


def meaningful(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a promise that say something, numbered; blank ones and comments do not, nor spaces at the end."""
    for number, line in enumerate(text.split("\n"), 1):  # not `splitlines`: it ends lines at a form feed too
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.rstrip()


def times(low: str | None, high: str | None, *, open_end: bool = False) -> tuple[int, int | None]:
    """Read how often: `* 4`, `* 1..3`, `* 3..`; once where nothing is said.

    Raises:
        ValueError: the bounds are the wrong way round.
    """
    least = int(low or 1)
    most = int(high) if high else None if open_end else least
    if most == 0:
        raise ValueError("what comes no times at all is left out")
    if most is not None and most < least:
        raise ValueError(f"the bounds are the wrong way round: {low}..{most}")
    return least, most


def ending(word: str) -> Ending:
    """Read how a process ends; None for `unknown`.

    Raises:
        ValueError: it is no way to end.
    """
    if (found := re.fullmatch(r"exit (\d{1,3})", word)) and int(found[1]) < 256:
        return int(found[1])
    if word in signal.Signals.__members__:
        return -signal.Signals[word]
    if found := re.fullmatch(r"signal ([1-9]\d?)", word):
        return -int(found[1])
    if word == UNKNOWN:
        return None
    if word == HANGS:
        return HANGS
    ways = f"`exit 0` (to 255), `SIGTERM`, `{HANGS}`, `{UNKNOWN}`"
    raise ValueError(f"no way to end: {word!r}; write {ways}, several with ` or `")


def rows(text: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Read the values of an `each`: for each instance, one for each name.

    Raises:
        ValueError: there are not as many values as names, or a range is not alone.
    """
    if len(names) == 1 and (found := re.fullmatch(r"(\d+)\.\.(\d+)", text)):
        if int(found[2]) < int(found[1]):
            raise ValueError(f"the bounds are the wrong way round: {text}")
        return tuple((str(value),) for value in range(int(found[1]), int(found[2]) + 1))
    result = []
    for row in re.split(r", *", text):
        if len(names) == 1 and re.fullmatch(r"\d+\.\.\d+", row):  # else a misspelled qualifier were a value
            raise ValueError(f"only {', '.join(QUALIFIERS)} can stand behind the values {row}, not what is in {text!r}")
        values = tuple(row.split()) if len(names) > 1 else (row,)
        if len(values) != len(names):
            raise ValueError(f"{len(names)} values expected, not {row!r}")
        result.append(values)
    return tuple(result)


def qualifiers(text: str) -> tuple[int | None, Literal["", "in order", "first in first out"]]:
    """Read what is said of all instances of an `each`: how many at a time, and in which order.

    Raises:
        ValueError: two of them contradict one another.
    """
    at_once: int | None = None
    order: Literal["", "in order", "first in first out"] = ""
    for word in re.split(r", *", text)[1:]:
        if found := re.fullmatch(r"at most (\d+) at once", word):
            if at_once is not None or int(found[1]) == 0:
                raise ValueError(f"{word}: said twice, or nothing could ever be under way")
            at_once = int(found[1])
        elif order:
            raise ValueError(f"{word}: after `{order}` there is no other order")
        else:
            order = "in order" if word == "in order" else "first in first out"
    return at_once, order


def moments(text: str) -> tuple[tuple[str, ...], tuple[Moment, ...]]:
    """Read what a line comes after or before: names of speakers, and moments in the lives of processes.

    Raises:
        ValueError: it is neither.
    """
    after: list[str] = []
    lives: list[Moment] = []
    place = 0
    for found in _ORDER.finditer(text):
        place = found.end()
        for item in re.split(r", *", found[2].strip().rstrip(",")):
            life = _LIFE.fullmatch(item)
            if life is None:
                raise ValueError(f"{item!r}: write a name, `start of NAME` or `end of NAME`, several with commas")
            what, name = life.groups()
            relation: Literal["after", "before"] = "after" if found[1] == "after" else "before"
            if what:
                lives.append(Moment(relation, "start" if what == "start" else "end", name))
            elif relation == "before":
                raise ValueError(f"before {name}: write `before end of {name}`, or the line of {name} with `after`")
            else:
                after.append(name)
    if place < len(text):
        raise ValueError(f"{text[place:]!r} cannot be read; write `after NAME`, `before end of NAME`")
    return tuple(after), tuple(lives)


def hint(line: str) -> str:
    """What is most likely wrong with a line that is none of the four."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not with tabs"
    if found := re.search(r"^ *(?:\[[^]]+\] +)?\w+[^:={}\"]*?([|?])(?=\S)", line):
        return f"a space is missing behind {found[1]}"
    if found := re.fullmatch(r"(\w+) *= *(.*)", line):
        return f"a setting is written `{found[1]} = {found[2] or 'VALUE'}`"
    if found := re.match(r" *(\w+)(?: \* \d+)?:(?=\S|$)", line):
        return f"how {found[1]} ends stands behind the colon and a space, such as `{found[1]}: exit 0`"
    return "it is neither a setting, a role, a line nor a rule; see CONTRIBUTING.md"
