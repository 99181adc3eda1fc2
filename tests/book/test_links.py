"""Where the built site leads: each address in each page of both languages is a file of it, and each anchor is there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from book import sites
from tests.building import build, plant

HOME = "https://example.org/record/"
"""Where it would stand: not at the root, so that an address that forgets where the site lies is a dead one."""
ADDRESSES = {"href", "src", "poster", "data", "action"}


class Page(HTMLParser):
    """The addresses on a page, and its anchors."""

    def __init__(self, path: Path) -> None:
        """Read a page."""
        super().__init__()
        self.addresses: list[str] = []
        self.anchors = {"", "top"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element leads to, and its id."""
        self.anchors |= {value or "" for name, value in attrs if name in ("id", "name")}
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]


@functools.cache
def read(path: Path) -> Page:
    return Page(path)


def dead(site: Path, *, left_out: str = "") -> Iterator[str]:
    """Each dead address of a site that stands at `HOME`, with its page, and what a style asks for in vain."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name.endswith(left_out or "\0"):
            continue
        for address in read(path).addresses:
            where, fragment = urldefrag(urljoin(HOME + name, address))
            file = target(site, where)
            anchor = unquote(fragment)
            if file and (
                not file.is_file() or (anchor and file.suffix == ".html" and anchor not in read(file).anchors)
            ):
                yield f"{name}: {address}"
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8")):
            file = target(site, urljoin(HOME + name, address))
            if file and not file.is_file():
                yield f"{name}: {address}"


def target(site: Path, address: str) -> Path | None:
    """The file at an address; None if it is one of others, a file that is not there if it is beside the site."""
    parts, home = urlsplit(address), urlsplit(HOME)
    if parts.scheme not in ("http", "https") or parts.netloc != home.netloc:
        return None
    path = unquote(parts.path)
    if not path.startswith(home.path):
        return site.parent / "outside"
    file = site / path.removeprefix(home.path)
    return file / "index.html" if path.endswith("/") else file


def test_nothing_leads_nowhere(site: Path) -> None:
    # A page that stands for any missing one cannot tell where it is, unless the build was told where the site stands.
    assert list(dead(site, left_out="404.html")) == []


def test_an_exhibit_of_the_english_home_page_leads_to_the_english_program(site: Path) -> None:
    for folder in "", "en/":
        home = read(site / folder / "index.html")
        kinds = r"snippets/\w+(\.py|\.promise|\.trace\.json)$"
        programs = {address for address in home.addresses if re.search(kinds, address)}
        assert len(programs) == 3
        assert [address for address in programs if not address.startswith("snippets/")] == []


def test_nothing_leads_nowhere_where_the_build_knows_its_place(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    plant(tree)
    for language in sites.SITES:
        build(tree, language, url=HOME)
    assert list(dead(tree / "site")) == []


@pytest.mark.parametrize("language", sites.SITES)
def test_every_address_of_the_sitemap_is_a_page(tmp_path: Path, language: str) -> None:
    tree = tmp_path / "tree"
    plant(tree)
    build(tree, language, url=HOME)
    sitemap = (tree / "site" / sites.INSIDE[language] / "sitemap.xml").read_text(encoding="utf-8")
    places = re.findall(r"<loc>(.*?)</loc>", sitemap)
    assert len(places) == 6
    for place in places:
        file = target(tree / "site", place)
        assert file
        assert file.is_file()


def test_a_dead_address_is_found(tmp_path: Path) -> None:
    page = '<a href="{}">x</a><h1 id="here">x</h1>'
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text(page.format("../index.html#here"), encoding="utf-8")
    for address in "nowhere/", "#nowhere", "../outside", "/en/", "en/#there", HOME + "nowhere":
        read.cache_clear()
        (tmp_path / "index.html").write_text(page.format(address), encoding="utf-8")
        assert list(dead(tmp_path)) == [f"index.html: {address}"]
    for address in "en/", "#here", "en/#here", "https://example.com/", "mailto:x@example.org", "data:,x":
        read.cache_clear()
        (tmp_path / "index.html").write_text(page.format(address), encoding="utf-8")
        assert list(dead(tmp_path)) == []
