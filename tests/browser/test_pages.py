"""Every page of the built site in a real browser, in both languages and sizes."""

from __future__ import annotations

import functools
import gzip
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from book.written import Site, page_of
from tests.browser.visits import LANGUAGES, SIZES, Visit, visit_all
from tests.building import ROOT

pytestmark = pytest.mark.xdist_group("pages")
FIRST, NEXT, ALL = 100_000, 20_000, 40_000
"""Bytes, compressed, that the first page of a visit may have with all that it loads, and each after it."""
PROGRAMS = {path.stem: path for path in sorted((ROOT / "snippets").glob("*/*.py"))}


@pytest.fixture(scope="module")
def visits(site: Path, address: str) -> list[Visit]:
    return visit_all(site, address)


def test_one_worker_visits_for_all(request: pytest.FixtureRequest) -> None:
    """A version of pytest that pytest-xdist did not know had every worker visit every page."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@pages")


def test_every_page_is_there_in_both_languages(visits: list[Visit]) -> None:
    pages = {re.sub(r"(?:index)?\.md$", "/", name).removesuffix("//") for name in Site().order}
    pages = {page.strip("/") + "/" if page.strip("/") else "" for page in pages}
    assert {visit.path for visit in visits} == {folder + page for folder in LANGUAGES.values() for page in pages}


def test_nothing_goes_wrong_on_any_page(visits: list[Visit]) -> None:
    assert {visit.path: visit.wrong for visit in visits if visit.wrong} == {}


def test_nothing_is_asked_of_anyone_else(visits: list[Visit], address: str) -> None:
    assert all(visit.requests for visit in visits)
    assert {url for visit in visits for url in visit.requests if not url.startswith(address)} == set()


def test_every_page_says_its_language(visits: list[Visit]) -> None:
    assert {v.path: v.lang for v in visits} == {v.path: "en" if v.path.startswith("en/") else "zh" for v in visits}


def test_every_page_names_the_same_page_in_both_languages(visits: list[Visit], address: str) -> None:
    for visit in visits:
        page = visit.path.removeprefix("en/")
        assert visit.alternates == [[lang, address + folder + page] for lang, folder in LANGUAGES.items()], visit.path


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_misplaced_or_too_small(visits: list[Visit], size: str) -> None:
    assert {visit.path: visit.misplaced[size] for visit in visits if visit.misplaced[size]} == {}


def test_nothing_stands_in_anyones_way(visits: list[Visit]) -> None:
    assert {visit.path: visit.barriers for visit in visits if visit.barriers} == {}


@pytest.fixture(scope="module")
def weigh(site: Path, address: str) -> Callable[[str], int]:
    """Bytes of what is at an address, as a server sends it, compressed."""

    @functools.cache
    def weigh(url: str) -> int:
        path = site / url.removeprefix(address).partition("?")[0]
        return len(gzip.compress((path / "index.html" if path.is_dir() else path).read_bytes(), compresslevel=6))

    return weigh


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_page_is_light_and_the_next_is_lighter(
    visits: list[Visit], weigh: Callable[[str], int], language: str
) -> None:
    pages = {visit.path: {*visit.requests} for visit in visits if visit.lang == language}
    everywhere = set.intersection(*pages.values())
    assert any(url.endswith(".css") for url in everywhere)
    heavy = {path: (sum(map(weigh, urls)), sum(map(weigh, urls - everywhere))) for path, urls in pages.items()}
    room = dict.fromkeys(heavy, 0) | {f"{LANGUAGES[language]}symptoms/": ALL - NEXT}  # it has a line of every page
    assert {p: of for p, of in heavy.items() if of[0] > FIRST + room[p] or of[1] > NEXT + room[p]} == {}


def test_no_page_links_to_a_host_that_is_a_folder(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert re.findall(r"""(?:href|src)=["']?//[^"'> ]*""", path.read_text(encoding="utf-8")) == [], path


def shown_runs(visits: list[Visit]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every run that is shown, with its place and its exhibit."""
    unrun = {name for name, one in Site().snippets.items() if one.python() is None}
    for visit in visits:
        for exhibit in visit.exhibits:
            if exhibit["name"] in unrun:
                continue
            assert exhibit["runs"], visit.path
            for run in exhibit["runs"]:
                yield f"{exhibit['name']} at {visit.path}", exhibit, run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_program_is_shown_on_its_page(visits: list[Visit], language: str) -> None:
    shown = {
        v.path.removeprefix(LANGUAGES[language]): [e["name"] for e in v.exhibits] for v in visits if v.lang == language
    }
    there: dict[str, set[str]] = {}
    for name, one in Site().snippets.items():
        there.setdefault(page_of(one).removesuffix("index.md").removesuffix(".md").rstrip("/") + "/", set()).add(name)
    assert {page: {*shown[page]} for page in there} == there


def test_the_code_on_the_page_is_the_file(visits: list[Visit]) -> None:
    for visit in visits:
        for exhibit in visit.exhibits:
            program = PROGRAMS[exhibit["name"]]
            assert exhibit["code"].encode() == program.read_bytes(), f"{program} at {visit.path}"


def test_every_pid_in_an_output_is_marked(visits: list[Visit]) -> None:
    marked = set()
    for where, exhibit, run in shown_runs(visits):
        assert run["pids"], where
        for line in run["said"]:
            expected = [number for number in re.findall(r"\d+", line["text"]) if number in run["pids"]]
            assert line["pids"] == expected, f"{where}: {line['text']}"
            marked |= {exhibit["name"]} if expected else set()
    assert {"fork", "process", "pool"} <= marked


def test_every_output_says_who_speaks(visits: list[Visit]) -> None:
    for where, exhibit, run in shown_runs(visits):
        assert exhibit["promised"], where
        assert {line["name"] for line in run["said"]} <= {*run["names"], "不明", "unknown"}, where


def test_both_languages_show_the_same_run(visits: list[Visit]) -> None:
    facts: dict[str, Any] = {}
    for visit in visits:
        for exhibit in visit.exhibits:
            runs = [(run["pids"], [(line["text"], line["pids"]) for line in run["said"]]) for run in exhibit["runs"]]
            key = f"{exhibit['name']} {len(runs)}"
            assert facts.setdefault(key, runs) == runs, f"{exhibit['name']} at {visit.path}"
    assert facts.keys() >= {f"{name} 1" for name in ("fork", "process", "pool", "zombie")} | {"child_main 3"}
