"""The built site in a real browser: what a reader sees, copies, downloads, searches and clicks."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.building import ROOT

pytestmark = pytest.mark.xdist_group("pages")
LANGUAGES = {"zh": "", "en": "en/"}
CHAPTERS = ["fork", "process", "pool"]
PROGRAMS = {path.stem: path for path in sorted((ROOT / "snippets").glob("*/*.py"))}
SIZES = {"phone": (390, 844), "desk": (1280, 800)}

EXHIBITS = """() => [...document.querySelectorAll("figure.exhibit")].map(figure => ({
    name: figure.dataset.snippet,
    code: figure.querySelector(".program code").textContent,
    promised: figure.querySelectorAll(".promise .said, .promise .cast").length,
    runs: [...figure.querySelectorAll(".run")].map(run => ({
        pids: [...run.querySelectorAll(".tree .pid")].map(name => name.nextSibling.textContent.trim().split(" ")[0]),
        prompt: run.querySelector(".output .prompt").textContent,
        said: [...run.querySelectorAll(".output .said")].map(line => ({
            margin: line.querySelector(".who").textContent,
            title: line.querySelector(".who").title,
            text: line.lastElementChild.textContent,
            pids: [...line.lastElementChild.querySelectorAll(".pid")].map(pid => pid.textContent),
        })),
    })),
}))"""
LINKS = (
    """() => [...document.querySelectorAll("link[rel~=alternate][hreflang]")].map(link => [link.hreflang, link.href])"""
)
OPEN = """() => document.querySelectorAll("details").forEach(details => details.open = true)"""
SIDEWAYS = """async () => {
    // What a new size sets in motion, such as the drawer, has come to its end.
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    document.getAnimations().forEach(one => Number.isFinite(one.effect.getComputedTiming().endTime) && one.finish());
    return document.scrollingElement.scrollWidth - innerWidth;
}"""
SELECT = """(code) => { getSelection().selectAllChildren(code); return getSelection().toString() }"""


@dataclass
class Visit:
    """What a browser found on one page."""

    path: str
    """From the root of the site: `en/fork/`."""
    lang: str = ""
    alternates: list[list[str]] = field(default_factory=list)
    exhibits: list[dict[str, Any]] = field(default_factory=list)
    sideways: dict[str, int] = field(default_factory=dict)
    """How many pixels of it lie outside the window, by the size of the window."""
    wrong: list[str] = field(default_factory=list)
    """Errors in the console, exceptions, and requests that failed."""
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def visits(browser: Browser, site: Path, address: str) -> list[Visit]:
    """A visit to each page of both languages."""
    found = [p.parent.relative_to(site).as_posix() for p in sorted(site.rglob("index.html"))]
    visits = [Visit("" if path == "." else f"{path}/") for path in found]
    visits.sort(key=is_of_one_program)
    with browser.new_context() as context:
        page = context.new_page()
        at = visits[0]
        page.on("console", lambda message: at.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: at.wrong.append(str(error)))
        page.on("request", lambda request: at.requests.append(request.url))
        page.on("response", lambda got: at.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        # A request that is still under way when the next page is asked for is aborted; that is no failure.
        page.on(
            "requestfailed",
            lambda request: (
                at.wrong.append(f"{request.failure} {request.url}") if request.failure != "net::ERR_ABORTED" else None
            ),
        )
        for visit in visits:
            at = visit
            page.goto(address + visit.path)
            visit.lang = page.locator("html").get_attribute("lang") or ""
            visit.alternates = page.evaluate(LINKS)
            visit.exhibits = page.evaluate(EXHIBITS)
            page.evaluate(OPEN)
            for size in ("phone",) if is_of_one_program(visit) else reversed(SIZES):
                width, height = SIZES[size]
                if page.viewport_size != {"width": width, "height": height}:
                    page.set_viewport_size({"width": width, "height": height})
                visit.sideways[size] = page.evaluate(SIDEWAYS)
    return visits


def is_of_one_program(visit: Visit) -> bool:
    """Whether it is a generated page, whose exhibit its chapter's page shows in every size."""
    return bool(re.search(r"snippets/\w", visit.path))


def test_one_worker_visits_for_all(request: pytest.FixtureRequest) -> None:
    """A version of pytest that pytest-xdist did not know had every worker visit every page."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@pages")


# -- every page --------------------------------------------------------------------------------------------------------


def test_every_page_is_there_in_both_languages(visits: list[Visit]) -> None:
    pages = {"", "snippets/", *(f"{chapter}/" for chapter in CHAPTERS), *(f"snippets/{name}/" for name in PROGRAMS)}
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
def test_no_page_scrolls_sideways(visits: list[Visit], size: str) -> None:
    assert {visit.path: visit.sideways[size] for visit in visits if visit.sideways.get(size, 0) > 0} == {}


def test_no_page_links_to_a_host_that_is_a_folder(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert re.findall(r"""(?:href|src)=["']?//[^"'> ]*""", path.read_text(encoding="utf-8")) == [], path


# -- exhibits ----------------------------------------------------------------------------------------------------------


def shown_runs(visits: list[Visit]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every run that is shown, with its place and its exhibit."""
    for visit in visits:
        for exhibit in visit.exhibits:
            assert exhibit["runs"], visit.path
            for run in exhibit["runs"]:
                yield f"{exhibit['name']} at {visit.path}", exhibit, run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_program_is_shown_in_its_chapter_and_on_its_own_page(visits: list[Visit], language: str) -> None:
    shown = {
        v.path.removeprefix(LANGUAGES[language]): [e["name"] for e in v.exhibits] for v in visits if v.lang == language
    }
    for name, program in PROGRAMS.items():
        assert shown[f"snippets/{name}/"] == [name]
        assert shown[f"{program.parent.name}/"].count(name) == 1


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
        assert f"python {exhibit['name']}.py" in run["prompt"], where
        assert exhibit["promised"], where
        speaker = ""
        for line in run["said"]:
            name = line["margin"] or speaker
            assert name, f"{where}: nobody says {line['text']}"
            assert name in line["title"], where
            speaker = name


def test_both_languages_and_every_page_show_the_same_run(visits: list[Visit]) -> None:
    facts: dict[str, Any] = {}
    compared: dict[str, list[str]] = {}
    for visit in visits:
        for exhibit in visit.exhibits:
            runs = [(run["pids"], [(line["text"], line["pids"]) for line in run["said"]]) for run in exhibit["runs"]]
            key = f"{exhibit['name']} {len(runs)}"
            assert facts.setdefault(key, runs) == runs, f"{exhibit['name']} at {visit.path}"
            compared.setdefault(visit.path.removeprefix("en/"), []).extend([exhibit["name"]] if len(runs) > 1 else [])
    assert compared["pool/"] == ["pool", "pool"], "in each language"


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_each_process_has_a_colour(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "slate" else "light") as context:
        page = context.new_page()
        page.goto(f"{address}snippets/fork/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        colours = page.locator('[data-snippet="fork"] .output').evaluate(
            """output => [...output.querySelectorAll(".pid")].map(pid => [pid.textContent, getComputedStyle(pid).color])
                .concat([["", getComputedStyle(output).color]])"""
        )
    by_pid = dict(colours)
    assert len(by_pid) == 3, "the parent, the child, and the text around them"
    assert len(set(by_pid.values())) == 3
    assert len({tuple(pair) for pair in colours}) == 3, "a process has one colour"


# -- taking a program home ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [*CHAPTERS, "en/fork", "snippets/zombie"])
def test_the_button_copies_the_file(context: BrowserContext, page: Page, address: str, where: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{where}/")
    exhibits = page.locator("figure.exhibit")
    assert exhibits.count() > 0
    for exhibit in exhibits.all():
        exhibit.locator("button[data-clipboard-text]").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        program = PROGRAMS[exhibit.get_attribute("data-snippet") or ""]
        assert copied.encode() == program.read_bytes(), program


@pytest.mark.parametrize("where", ["fork", "en/pool"])
def test_code_selected_by_hand_is_the_file(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/")
    for exhibit in page.locator("figure.exhibit").all():
        program = PROGRAMS[exhibit.get_attribute("data-snippet") or ""]
        selected = exhibit.locator(".program code").evaluate(SELECT)
        assert selected.rstrip("\n") == program.read_text(encoding="utf-8").rstrip("\n"), program


@pytest.mark.parametrize("where", [*CHAPTERS, "en/fork", "en/snippets/zombie"])
def test_every_download_is_the_file(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/")
    links = page.locator("figure.exhibit a.download")
    assert links.count() == page.locator("figure.exhibit").count() > 0
    for link in links.all():
        url = urljoin(page.url, link.get_attribute("href"))
        program = PROGRAMS[url.rpartition("/")[2].removesuffix(".py")]
        assert page.request.get(url).body() == program.read_bytes(), url


def test_a_click_downloads(page: Page, address: str) -> None:
    page.goto(f"{address}snippets/zombie/")
    with page.expect_download() as download:
        page.locator('[data-snippet="zombie"] a.download').click()
    assert download.value.suggested_filename == "zombie.py"
    assert download.value.path().read_bytes() == PROGRAMS["zombie"].read_bytes()


@pytest.mark.parametrize("folder", LANGUAGES.values(), ids=LANGUAGES)
def test_the_zip_has_every_program(page: Page, address: str, folder: str) -> None:
    page.goto(f"{address}{folder}snippets/")
    with page.expect_download() as download:
        page.locator('article a[href$=".zip"]').click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in PROGRAMS.values()}


# -- finding one's way -------------------------------------------------------------------------------------------------

PAGES = ["", "fork/", "pool/", "snippets/", "snippets/zombie/"]


def there_and_back(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator(".language a", has_text="English").click()
    expect(page).to_have_url(f"{address}en/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".language a", has_text="简体中文").click()
    expect(page).to_have_url(address + path)
    expect(page.locator("html")).to_have_attribute("lang", "zh")


@pytest.mark.parametrize("path", PAGES)
def test_the_language_switch_stays_on_the_page(page: Page, address: str, path: str) -> None:
    there_and_back(page, address, path)


@pytest.mark.parametrize("path", PAGES)
def test_the_language_switch_needs_no_script(plain: Page, address: str, path: str) -> None:
    there_and_back(plain, address, path)


def test_the_language_switch_is_in_reach_on_a_phone(page: Page, address: str) -> None:
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    there_and_back(page, address, "fork/")


SEARCHES = [
    ("zh", "僵尸进程", "zombie"),
    ("zh", "zombie", "zombie"),
    ("zh", "孤儿进程", "orphan"),
    ("en", "zombie", "zombie"),
    ("en", "orphan", "orphan"),
]


def search(page: Page, word: str) -> None:
    """Type a word as a reader does; the search listens to keys."""
    field = page.locator(".md-search__input")
    field.click()
    field.fill(word)
    field.press("End")


@pytest.mark.parametrize(("language", "word", "anchor"), SEARCHES)
def test_search_finds_a_word_and_leads_to_it(page: Page, address: str, language: str, word: str, anchor: str) -> None:
    root = address + LANGUAGES[language]
    page.goto(root)
    search(page, word)
    found = page.locator("a.md-search-result__link")
    expect(found.first).to_be_visible()
    best = rf"^{re.escape(root)}(?:snippets/{anchor}/.*|fork/.*#{anchor})$"
    expect(found.first).to_have_attribute("href", re.compile(best))
    found.first.click()
    expect(page).to_have_url(re.compile(best))
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    if "/snippets/" in page.url:
        page.locator(f'article a[href$="/fork/#{anchor}"]').click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(root)}fork/.*#{anchor}$"))
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_search_for_nothing_known_finds_nothing(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "qqqxyzzy")
    expect(page.locator(".md-search-result__meta")).to_contain_text("没有找到")
    assert page.locator("a.md-search-result__link").count() == 0


def test_the_toggle_goes_round_light_and_dark(page: Page, address: str) -> None:
    page.goto(f"{address}snippets/")
    body = page.locator("body")
    toggle = page.locator("form[data-md-component=palette] label:visible")
    background = "getComputedStyle(document.body).backgroundColor"
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    light = page.evaluate(background)
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate(background) != light
    page.goto(f"{address}pool/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_a_reader_who_likes_it_dark_gets_it_dark(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


# -- without a mouse, without script -----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["promise", "processes"])
def test_details_open_and_close_by_keyboard(page: Page, address: str, part: str) -> None:
    page.goto(f"{address}snippets/zombie/")
    exhibit = page.locator('[data-snippet="zombie"]')
    details = exhibit.locator(f"details.{part}")
    summary = details.locator("summary")
    exhibit.locator("a.download").focus()
    for _ in range(9):  # code, output, picture, the replay's four, processes, promise
        if summary.evaluate("summary => summary === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(summary).to_be_focused()
    assert not details.evaluate("details => details.open")
    page.keyboard.press("Enter")
    assert details.evaluate("details => details.open")
    expect(details.locator("summary + *")).to_be_visible()
    page.keyboard.press("Space")
    assert not details.evaluate("details => details.open")


def test_without_script_nothing_is_missing(plain: Page, address: str) -> None:
    plain.goto(f"{address}snippets/zombie/")
    expect(plain.locator("body")).to_have_attribute("data-md-color-primary", "custom")
    exhibit = plain.locator('[data-snippet="zombie"]')
    expect(exhibit.locator(".program code")).to_contain_text("os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)")
    expect(exhibit.locator(".output")).to_contain_text("is Z (zombie)")
    for part in "promise", "processes":
        exhibit.locator(f"details.{part} summary").click()
        expect(exhibit.locator(f"details.{part} summary + *")).to_be_visible()
    with plain.expect_download() as download:
        exhibit.locator("a.download").click()
    assert download.value.path().read_bytes() == PROGRAMS["zombie"].read_bytes()
