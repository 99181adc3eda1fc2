"""What a reader does with a page: copies, downloads, switches language and scheme, with or without mouse and script."""

from __future__ import annotations

import io
import zipfile
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.visits import LANGUAGES, SIZES
from tests.building import ROOT

pytestmark = pytest.mark.xdist_group("replays")
PROGRAMS = {path.stem: path for path in sorted((ROOT / "snippets").glob("*/*.py"))}
SELECT = """(code) => { getSelection().selectAllChildren(code); return getSelection().toString() }"""


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_where_a_page_was_leads_on_to_the_same_place_of_it(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{language}process/no_guard/#no_guard_mended")
    expect(page).to_have_url(f"{address}{language}start_methods/no_guard/#no_guard_mended")
    expect(page.locator("#no_guard_mended")).to_be_in_viewport()


# -- taking a program home ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["", "en/fork/zombie"])
def test_the_button_copies_the_file(context: BrowserContext, page: Page, address: str, where: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{where}/".replace("//", "/").replace(":/", "://", 1))
    exhibits = page.locator("figure.exhibit")
    assert exhibits.count() > 0
    for exhibit in exhibits.all():
        exhibit.locator("button[data-clipboard-text]").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        program = PROGRAMS[exhibit.get_attribute("data-snippet") or ""]
        assert copied.encode() == program.read_bytes(), program


@pytest.mark.parametrize("where", ["en/pool"])
def test_code_selected_by_hand_is_the_file(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/".replace("//", "/").replace(":/", "://", 1))
    for exhibit in page.locator("figure.exhibit").all():
        program = PROGRAMS[exhibit.get_attribute("data-snippet") or ""]
        selected = exhibit.locator(".program code").evaluate(SELECT)
        assert selected.rstrip("\n") == program.read_text(encoding="utf-8").rstrip("\n"), program


@pytest.mark.parametrize("where", ["pool", "en/fork/zombie"])
def test_every_download_is_the_file(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/".replace("//", "/").replace(":/", "://", 1))
    links = page.locator("figure.exhibit a.download")
    assert links.count() == page.locator("figure.exhibit").count() > 0
    for link in links.all():
        url = urljoin(page.url, link.get_attribute("href"))
        program = PROGRAMS[url.rpartition("/")[2].removesuffix(".py")]
        assert page.request.get(url).body() == program.read_bytes(), url


def test_a_click_downloads(page: Page, address: str) -> None:
    page.goto(f"{address}fork/zombie/")
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

PAGES = ["", "fork/zombie/"]


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


@pytest.mark.parametrize("likes", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["", "light", "dark"])
def test_light_or_dark_is_there_before_the_script_of_the_theme(
    browser: Browser, address: str, likes: Literal["light", "dark"], chosen: str
) -> None:
    with browser.new_context(color_scheme=likes) as context:
        page = context.new_page()
        if chosen:
            page.goto(address)
            toggle = page.locator("form[data-md-component=palette] label:visible")
            for _ in range(["", "light", "dark"].index(chosen)):
                toggle.click()
        page.route("**/bundle.*.js", lambda route: route.abort())
        page.goto(f"{address}pool/", wait_until="domcontentloaded")
        scheme = "slate" if "dark" in (chosen or likes) else "default"
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def test_a_page_is_read_while_its_style_is_still_to_come(page: Page, address: str) -> None:
    page.route("**/style.css", lambda _: None)  # which never comes
    page.goto(f"{address}fork/", wait_until="commit")
    expect(page.locator("article .about")).to_be_attached()


# -- without a mouse, without script -----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["promise", "seen"])
def test_details_open_and_close_by_keyboard(page: Page, address: str, part: str) -> None:
    page.goto(f"{address}fork/zombie/")
    exhibit = page.locator('[data-snippet="zombie"]')
    summary = exhibit.locator(f"details.{part} summary")
    exhibit.locator("a.download").focus()
    for _ in range(5):  # code, output only, the replay, promise, seen
        page.keyboard.press("Tab")
        if summary.evaluate("summary => summary === document.activeElement"):
            break
    expect(summary).to_be_focused()
    expect(exhibit.locator(f"details.{part} summary + *")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(exhibit.locator(f"details.{part} summary + *")).to_be_visible()
    page.keyboard.press("Space")
    expect(exhibit.locator(f"details.{part} summary + *")).to_be_hidden()


def test_output_alone_is_a_switch_away(page: Page, address: str) -> None:
    page.goto(f"{address}fork/zombie/")
    page.get_by_label("只看输出").check()
    rows = page.locator(".moments > li:visible")
    assert set(rows.evaluate_all("rows => rows.map(row => row.classList[0])")) == {"says"}
    assert rows.count() == page.locator(".moments > li.says").count()


def test_without_script_nothing_is_missing(plain: Page, address: str) -> None:
    plain.goto(f"{address}fork/zombie/")
    expect(plain.locator("body")).to_have_attribute("data-md-color-primary", "custom")
    exhibit = plain.locator('[data-snippet="zombie"]')
    expect(exhibit.locator(".program code")).to_contain_text("os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)")
    expect(exhibit.locator(".moments")).to_contain_text("is Z (zombie)")
    expect(exhibit.locator("witness-replay")).to_be_hidden()
    for part in "promise", "seen":
        exhibit.locator(f"details.{part} summary").click()
        expect(exhibit.locator(f"details.{part} summary + *")).to_be_visible()
    with plain.expect_download() as download:
        exhibit.locator("a.download").click()
    assert download.value.path().read_bytes() == PROGRAMS["zombie"].read_bytes()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_each_process_has_a_colour(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "slate" else "light") as context:
        page = context.new_page()
        page.goto(f"{address}fork/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        colours = page.locator('[data-snippet="fork"] .moments').evaluate(
            """output => [...output.querySelectorAll(".says .pid")]
                .map(pid => [pid.textContent, getComputedStyle(pid).color])
                .concat([["", getComputedStyle(output.querySelector("code")).color]])"""
        )
    by_pid = dict(colours)
    assert len(by_pid) == 3, "the parent, the child, and the text around them"
    assert len(set(by_pid.values())) == 3
    assert len({tuple(pair) for pair in colours}) == 3, "a process has one colour"


@pytest.mark.parametrize("path", ["fork/", "symptoms/"])
def test_the_contents_of_a_long_page_are_one_tap_away_on_a_phone(page: Page, address: str, path: str) -> None:
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + path)
    contents = page.locator("details.contents")
    expect(contents.locator("summary")).to_be_in_viewport()
    contents.locator("summary").click()
    link = contents.locator("a").last
    anchor = link.get_attribute("href") or ""
    link.click()
    expect(page.locator(anchor)).to_be_in_viewport()
