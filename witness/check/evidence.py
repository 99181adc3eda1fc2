"""What many runs of each snippet have shown: with which Pythons its promise held, in which orders its processes spoke.

Kept in git, a file for each platform and in it a line for each snippet, because it takes long to gather. It belongs to
the program and the promise as they were: when either changes, it is no evidence any more.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from witness.check import atomic
from witness.check.verdict import Verdict
from witness.errors import Mistake
from witness.promise.language import PLATFORMS
from witness.snippet import Snippet

FOLDER = Path("evidence")
SHOWN = 8
"""So many orders are kept of each snippet; of the others, how many they were."""
NUMBER = re.compile(r"0x[0-9a-f]+|\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Seen:
    """How often something was seen."""

    quiet: int = 0
    busy: int = 0
    """When more processes wanted a processor than there are."""


@dataclass(frozen=True)
class Evidence:
    """Of one snippet on one platform."""

    digest: str
    """Of the program and its promise."""
    date: str
    pythons: tuple[str, ...]
    """The versions, oldest first."""
    runs: dict[str, Seen]
    """By the default start method; all under an empty name if the snippet starts nothing through `multiprocessing`."""
    orders: tuple[tuple[tuple[str, ...], dict[str, Seen]], ...]
    """Who spoke, one after another, with the words where they were not always the same; the most frequent first."""
    others: int = 0
    """How many more orders there were."""


def digest(snippet: Snippet) -> str:
    """What evidence about `snippet` has to belong to."""
    return hashlib.sha256(f"{snippet.source}\0{snippet.promise.text}".encode()).hexdigest()[:16]


def path(platform: str, folder: Path = FOLDER) -> Path:
    """The file of a platform, which is named as `sys.platform` names it."""
    return folder / f"{next(name for name, value in PLATFORMS.items() if value == platform)}.json"


def of(snippet: Snippet, folder: Path = FOLDER) -> dict[str, Evidence]:
    """The evidence about `snippet` as it is now, by platform.

    Raises:
        Mistake: a file of evidence cannot be read.
    """
    everything = {platform: load(platform, folder) for platform in PLATFORMS.values()}
    now = digest(snippet)
    return {
        platform: found[snippet.name]
        for platform, found in everything.items()
        if snippet.name in found and found[snippet.name].digest == now
    }


def load(platform: str, folder: Path = FOLDER) -> dict[str, Evidence]:
    """All evidence from a platform, by snippet.

    Raises:
        Mistake: the file cannot be read.
    """
    file = path(platform, folder)
    return _load(file, file.stat().st_mtime_ns) if file.is_file() else {}


@functools.lru_cache(maxsize=len(PLATFORMS))
def _load(file: Path, _: int) -> dict[str, Evidence]:
    try:
        return {name: _evidence(**facts) for name, facts in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Mistake(f"{file}: this is no evidence ({error}); take it from git, or gather it anew") from None


def _evidence(*, pythons: Any, runs: Any, orders: Any, **rest: Any) -> Evidence:
    def seen(counts: dict[str, list[int]]) -> dict[str, Seen]:
        return {method: Seen(*count) for method, count in counts.items()}

    return Evidence(
        pythons=tuple(pythons),
        runs=seen(runs),
        orders=tuple((tuple(said), seen(counts)) for said, counts in orders),
        **rest,
    )


def save(platform: str, found: dict[str, Evidence], folder: Path = FOLDER) -> Path:
    """Keep evidence beside, or in place of, what there is.

    Raises:
        Mistake: it cannot be written, or what there is cannot be read.
    """
    file = path(platform, folder)
    lines = []
    for name, one in sorted((load(platform, folder) | found).items()):
        lines.append(f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False, default=_plain)}")
    try:
        atomic.write(file, ("{\n" + ",\n".join(lines) + "\n}\n").encode())
    except OSError as error:
        raise Mistake(f"{file.absolute()}: evidence cannot be written here ({error.strerror})") from None
    return file


def _plain(value: Any) -> Any:
    return dataclasses.astuple(value) if isinstance(value, Seen) else vars(value)


class Gathering:
    """Counts what runs of one snippet show."""

    def __init__(self, snippet: Snippet) -> None:
        """Begin with no run."""
        self.snippet = snippet
        self.pythons: dict[tuple[int, int], str] = {}
        self.counts: dict[tuple[tuple[str, str], ...], Counter[tuple[str, bool]]] = defaultdict(Counter)
        self.words: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        self.methods = False

    def add(self, verdict: Verdict, *, busy: bool) -> None:
        """Count a run."""
        recording = verdict.recording
        self.pythons[verdict.python.feature] = recording.python
        self.methods |= any(process.role not in ("main", "fork", "program") for process in recording.processes)
        said = script(verdict)
        met: Counter[str] = Counter()
        for speaker, words in said:
            met[speaker] += 1
            self.words[speaker, recording.python, met[speaker]].add(words)
        self.counts[said][recording.start_method, busy] += 1

    def evidence(self) -> Evidence:
        """What all runs so far have shown."""
        varied = {(speaker, place) for (speaker, _, place), words in self.words.items() if len(words) > 1}
        orders: dict[tuple[str, ...], Counter[tuple[str, bool]]] = defaultdict(Counter)
        for said, counts in self.counts.items():
            orders[_order(said, varied)].update(counts)
        often = sorted(orders.items(), key=lambda item: (-item[1].total(), item[0]))
        return Evidence(
            digest(self.snippet),
            datetime.datetime.now(datetime.UTC).date().isoformat(),
            tuple(self.pythons[feature] for feature in sorted(self.pythons)),
            self._seen(sum(orders.values(), Counter())),
            tuple((order, self._seen(counts)) for order, counts in often[:SHOWN]),
            len(often[SHOWN:]),
        )

    def _seen(self, counts: Counter[tuple[str, bool]]) -> dict[str, Seen]:
        methods = sorted({method for method, _ in counts})
        if not self.methods:
            return {"": Seen(*(sum(counts[method, busy] for method in methods) for busy in (False, True)))}
        return {method: Seen(counts[method, False], counts[method, True]) for method in methods}


def script(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Who said what in a run, line by line: names in place of PIDs, `#` in place of other numbers.

    The processes of a group are numbered in the order in which they first speak: which is which means nothing.
    """
    recording, cast = verdict.recording, verdict.outcome.names
    groups = {name for name, role in verdict.snippet.promise.cast.items() if role.group}
    names: dict[int, str] = {}

    def speaker(pid: int) -> str:
        if not pid:
            return "?"
        name = cast.get(pid, recording.by_pid[pid].role)
        if name not in groups:
            return name
        alike = sum(cast.get(other) == name for other in names)
        return names.setdefault(pid, f"{name} {alike + 1}")

    def word(found: re.Match[str]) -> str:
        name = cast.get(int(found[0])) if found[0].isdecimal() else None
        return f"{{{name}}}" if name else "#"

    return tuple(
        ("+".join(map(speaker, line.speakers)) or "?", NUMBER.sub(word, line.text)) for line in recording.lines
    )


def _order(said: Iterable[tuple[str, str]], varied: set[tuple[str, int]]) -> tuple[str, ...]:
    """Who spoke, one after another; a line that may differ is told with its words."""
    order: list[str] = []
    met: Counter[str] = Counter()
    for speaker, words in said:
        met[speaker] += 1
        told = f"{speaker}: {words}" if (speaker, met[speaker]) in varied and " " not in speaker else speaker
        if not order or order[-1] != told:
            order.append(told)
    return tuple(order)
