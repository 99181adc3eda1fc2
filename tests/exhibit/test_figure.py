"""The whole: whatever a writer wrote is text, and nothing leads where there is nothing."""

from __future__ import annotations

import html.parser
from pathlib import Path

import pytest

from tests.exhibit.runs import recording
from witness import interpreter
from witness.check.verdict import Verdict
from witness.exhibit.figure import Exhibit
from witness.promise.match import Outcome
from witness.snippet import Snippet

ODD = "</code></pre><script>alert(1)</script>'\"&amp;"


class Elements(html.parser.HTMLParser):
    """The elements, the links and the text of some HTML."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Count it."""
        self.tags.append(tag)
        self.links += [value or "" for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.text += data


def exhibit(folder: Path, *, links: bool) -> str:
    path = folder / "odd.py"
    path.write_text(f"print({ODD!r})\n\x0c\n# no newline", encoding="utf-8")
    path.with_suffix(".promise").write_text(
        f"main: exit 0\n  worker * 1..4: exit 0\n\nmain | {ODD}\n", encoding="utf-8"
    )
    names = {1000: "main", 1001: "worker", 1002: "worker"}
    verdict = Verdict(Snippet(path), interpreter.ask(), recording(2, 8), Outcome(None, names))
    return Exhibit({"": verdict}, "en", "../", {}, links).html()


def test_what_was_written_is_text(tmp_path: Path) -> None:
    found = Elements(exhibit(tmp_path, links=True))
    assert found.tags.count("script") == 1, "that of the replay"
    assert found.text.count(ODD) == 1, "in the promise"
    assert repr(ODD) in found.text, "in the program"
    assert "# no newline" in found.text
    assert found.text.count("\x0c") == 1


@pytest.mark.parametrize("links", [True, False])
def test_links_are_left_out_where_they_lead_nowhere(links: bool, tmp_path: Path) -> None:
    found = Elements(exhibit(tmp_path, links=links))
    expected = ["../snippets/odd/", "../snippets/odd.py", "../snippets/odd.trace.json"]
    assert found.links == (expected if links else [])
    assert ("button" in found.tags) == links
