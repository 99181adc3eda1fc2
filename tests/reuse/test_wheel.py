"""The wheel, installed where nothing else of ours is, and each example with it, as somebody else would."""

from __future__ import annotations

import html.parser
import re
import zipfile
from pathlib import Path

import pytest

from tests.reuse.elsewhere import ROOT, Elsewhere

pytestmark = pytest.mark.xdist_group("wheel")


class Page(html.parser.HTMLParser):
    """What a page shows, and what it needs."""

    def __init__(self, file: Path) -> None:
        """Read it."""
        super().__init__()
        self.file = file
        self.tags: set[tuple[str, str]] = set()
        """Each element that is there, with its first class."""
        self.text = self.styles = self.scripts = ""
        """What a reader sees; all CSS, and all JavaScript that waits for the page, wherever they are."""
        self._inside = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Follow what it needs."""
        found = {name: value or "" for name, value in attributes}
        self.tags.add((tag, found.get("class", "").split(" ")[0]))
        self._inside = tag
        if tag == "link" and found.get("rel") == "stylesheet":
            self.styles += self._linked(found["href"])
        if tag == "script" and "src" in found:
            self._inside = ""
            self.scripts += self._linked(found["src"]) if "defer" in found else ""
        elif tag == "script" and found.get("type") != "module":  # it would run before there is an exhibit
            self._inside = ""

    def _linked(self, url: str) -> str:
        return "" if "//" in url else (self.file.parent / url.partition("?")[0]).read_text(encoding="utf-8")

    def handle_endtag(self, tag: str) -> None:
        """Be outside of it."""
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Take the text to what it is."""
        if self._inside == "style":
            self.styles += data
        elif self._inside == "script":
            self.scripts += data
        else:
            self.text += data

    def holds_an_exhibit(self) -> None:
        """Fail if there is none, or one that is not styled, cannot be replayed, or leads to pages of our site."""
        assert {("figure", "exhibit"), ("ol", "moments"), ("witness-replay", "")} <= self.tags
        assert ".exhibit" in self.styles
        assert 'customElements.define("witness-replay"' in self.scripts
        assert "What always holds" in self.text
        assert "snippets/" not in self.file.read_text(encoding="utf-8")


def test_the_wheel_holds_the_witness_alone(elsewhere: Elsewhere) -> None:
    with zipfile.ZipFile(elsewhere.wheel) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in inside} == {"witness"}
    files = (path for path in (ROOT / "witness").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert inside == {path.relative_to(ROOT).as_posix() for path in files}
    where = "import witness, importlib.util as u; print(u.find_spec('book'), witness.__file__)"
    code, said = elsewhere.run("pytest", f'python -c "{where}"')
    assert (code, said.startswith(f"None {elsewhere.folder}/")) == (0, True), said


def test_the_core_needs_two_packages(elsewhere: Elsewhere) -> None:
    with zipfile.ZipFile(elsewhere.wheel) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        needs = re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", wheel.read(metadata).decode(), re.MULTILINE)
    assert needs == ["psutil", "python-discovery"]


def test_pytest(elsewhere: Elsewhere) -> None:
    code, said = elsewhere.run("pytest", "pytest")
    assert (code, " 1 passed in " in said) == (0, True), said
    with elsewhere.changed("pytest/programs/hello.py", "child.start()\n    child.join()", "child.run()"):
        code, said = elsewhere.run("pytest", "pytest")
    assert (code, "hello: broken promise" in said, "Traceback" in said) == (1, True, False), said


def test_mkdocs(elsewhere: Elsewhere) -> None:
    code, said = elsewhere.run("mkdocs", "mkdocs build --strict")
    assert code == 0, said
    page = Page(elsewhere.folder / "mkdocs/site/index.html")
    page.holds_an_exhibit()
    assert "3 * 3 = 9" in page.text
    assert "sum: 14" in page.text


def test_sphinx(elsewhere: Elsewhere) -> None:
    code, said = elsewhere.run("sphinx", "python -m sphinx -W -q . build")
    assert code == 0, said
    page = Page(elsewhere.folder / "sphinx/build/index.html")
    page.holds_an_exhibit()
    assert re.search(r"I am \d+, and my parent is \d+\.", page.text)
    assert re.search(r"\d+ has ended with 3\.", page.text)


@pytest.mark.parametrize(
    ("program", "old", "new", "build"),
    [
        ("mkdocs/programs/squares.py", "sum:", "total:", "mkdocs build --strict --site-dir new"),
        ("sphinx/programs/answer.py", "has ended", "ended", "python -m sphinx -W . new"),
    ],
)
def test_a_broken_promise_breaks_the_build(program: str, old: str, new: str, build: str, elsewhere: Elsewhere) -> None:
    with elsewhere.changed(program, old, new):
        code, said = elsewhere.run(program.partition("/")[0], build)
    assert code != 0
    assert f"{Path(program).stem}: broken promise" in said
    assert re.search(rf"- parent \| .*{old}", said)
    assert re.search(rf"\+ parent \| .*{new}", said)
