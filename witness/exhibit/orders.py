"""What many runs of a snippet have shown, as it stands in its exhibit."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from witness.check.evidence import Counts, Evidence, Seen
from witness.exhibit.labels import LABELS, PLATFORM_NAMES
from witness.exhibit.roster import Who, ranges


@dataclass(frozen=True)
class Orders:
    """The evidence about a snippet, to be shown in one language beside a run of it."""

    evidence: dict[str, Evidence]
    """By platform; that of the run's own platform is shown first."""
    who: Who
    language: str

    @functools.cached_property
    def label(self) -> dict[str, str]:
        """The words in the page's language."""
        return LABELS[self.language]

    @functools.cached_property
    def first(self) -> Evidence:
        """What is shown in full."""
        return self.evidence.get(self.who.recording.platform) or next(iter(self.evidence.values()))

    @property
    def verified(self) -> str:
        """The Pythons and platforms: `3.11–3.15 · Linux`."""
        minors = sorted({int(version.split(".")[1]) for one in self.evidence.values() for version in one.pythons})
        pythons = self.label["list"].join(re.sub(r"\d+", r"3.\g<0>", text) for text in ranges(minors))
        return " · ".join([pythons, *(PLATFORM_NAMES[platform] for platform in self.evidence)])

    @property
    def details(self) -> str:
        """Each Python, platform, date and number of runs."""
        return " ".join(
            self.label["verified"].format(
                pythons=self.label["list"].join(one.pythons),
                platform=PLATFORM_NAMES[platform],
                runs=_count(one.runs),
                date=one.date,
            )
            for platform, one in self.evidence.items()
        )

    @property
    def summary(self) -> str:
        """How many runs, how many orders."""
        orders = len(self.first.orders) + self.first.others
        kind = "one order" if orders == 1 else "orders"
        return self.label[kind].format(runs=_count(self.first.runs), orders=f"{orders:,}")

    @property
    def methods(self) -> list[str]:
        """The default start methods under which the runs were counted; one without a name if it does not matter."""
        return list(self.first.runs)

    @property
    def rows(self) -> Iterator[tuple[Markup, list[tuple[str, str]]]]:
        """Each order, and for each start method, on a quiet and on a busy machine, its share and its count."""
        for order in self.first.orders:
            yield self._order(order.said), list(self._shares(order.watched))
        if self.first.others:
            left = {
                method: Seen(
                    runs.quiet - sum(order.watched.get(method, Seen()).quiet for order in self.first.orders),
                    runs.busy - sum(order.watched.get(method, Seen()).busy for order in self.first.orders),
                )
                for method, runs in self.first.runs.items()
            }
            yield Markup(self.label["other orders"].format(count=f"{self.first.others:,}")), list(self._shares(left))

    def _shares(self, counts: Counts) -> Iterator[tuple[str, str]]:
        for method, runs in self.first.runs.items():
            seen = counts.get(method, Seen())
            for part, whole in ((seen.quiet, runs.quiet), (seen.busy, runs.busy)):
                yield _share(part, whole), self.label["of runs"].format(part=f"{part:,}", whole=f"{whole:,}")

    def _order(self, order: tuple[str, ...]) -> Markup:
        """Who spoke, one after another."""
        parts: list[str] = []
        before = ""
        for told in order:
            name, _, words = told.partition(": ")
            # Of a group's `worker 1`, `worker 2` in a row, the second is `2`.
            kind, _, number = name.rpartition(" ")
            alike = kind and kind == before.rpartition(" ")[0]
            chip = f'<b class="pid">{html.escape(number if alike else name)}</b>' if name != before else ""
            said = f"<q>{self._words(words)}</q>" if words else ""
            parts.append(f'<span class="{self._style(name)}">{" ".join(filter(None, [chip, said]))}</span>')
            before = name
        return Markup(" ".join(parts))

    def _words(self, words: str) -> str:
        """The words of a line, with the names in place of PIDs and dots in place of other numbers."""
        parts = re.split(r"\{(\w+)\}", words.replace("#", "…"))
        return "".join(
            f'<b class="pid {self._style(part)}">{part}</b>' if index % 2 else html.escape(part)
            for index, part in enumerate(parts)
        )

    def _style(self, name: str) -> str:
        return next((self.who.styles[pid] for pid, known in self.who.names.items() if known == name), "px")


def _count(runs: Counts) -> str:
    return f"{sum(seen.quiet + seen.busy for seen in runs.values()):,}"


def _share(part: int, whole: int) -> str:
    """A share in per cent, with a decimal where it is small: a rare thing is not a thing that never was."""
    if part == 0:
        return "–"
    share = 100 * part / whole
    if part < whole:
        share = min(max(share, 0.1), 99.9)
    return f"{share:.1f} %" if share < 10 or 99 < share < 100 else f"{share:.0f} %"
