"""The replay in a real browser: forwards, backwards, in time, by keyboard and finger, and in whatever window."""

from __future__ import annotations

import datetime
import gzip
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import SIZES
from tests.building import ROOT

pytestmark = pytest.mark.xdist_group("replays")
DAY, HOUR, STEP = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(hours=1), 700
SMALL = 10_000
"""Bytes, compressed, that the replay's script may have."""
STATE = """run => ({
    at: +run.querySelector("witness-replay input").value,
    shown: [...run.querySelectorAll(".moments > li")]
        .filter(row => getComputedStyle(row).visibility === "visible").length,
    now: [...run.querySelectorAll(".moments > li")].findIndex(row => row.classList.contains("now")) + 1,
    lit: [...run.closest("figure").querySelectorAll(".program .line")].flatMap((line, index) =>
        line.classList.contains("now") ? [[index + 1, line.dataset.now]] : []),
    told: run.querySelector("witness-replay output").textContent,
    value: run.querySelector("witness-replay input").getAttribute("aria-valuetext"),
})"""
ROWS = """run => [...run.querySelectorAll(".moments > li")].map(row => ({
    name: row.dataset.name, line: +row.dataset.line || 0, ends: row.classList.contains("ends"),
    text: row.querySelector("code, span").textContent,
}))"""
DELIVERED = """run => {
    const figure = run.closest("figure").cloneNode(true)
    figure.querySelectorAll("witness-replay").forEach(replay => replay.remove())
    figure.querySelectorAll("[class='']").forEach(part => part.removeAttribute("class"))
    return figure.outerHTML.replace(/ style=""/g, "")
}"""
IN_VIEW = """figure => {
    const bar = figure.querySelector("witness-replay"), low = bar.getBoundingClientRect().top
    const high = document.querySelector(".md-header").getBoundingClientRect().bottom
    const inside = (one, bottom) => {
        const box = one.getBoundingClientRect()
        return box.top >= high - 1 && box.bottom <= bottom + 1
    }
    const row = figure.querySelector(".moments > li.now"), line = row.dataset.line
    const code = figure.querySelectorAll(".program .line")[line - 1], said = bar.querySelector(".at")
    const beside = said.getClientRects().length === 0 // or else the bar shows it
    return {
        row: inside(row, low),
        code: !line || (beside ? inside(code, innerHeight) : said.textContent === code.textContent.trim()),
    }
}"""
SHIFTS = """() => { window.shifts = []; new PerformanceObserver(list => window.shifts.push(...list.getEntries()
    .map(entry => [entry.value, entry.sources.map(one => one.node?.parentNode?.outerHTML.slice(0, 99))])))
    .observe({ type: "layout-shift" }) }"""


class Replay:
    """The replay of one run of an exhibit."""

    def __init__(self, exhibit: Locator, number: int = 0) -> None:
        """Find its parts."""
        self.exhibit = exhibit
        for button in exhibit.locator(".open").all():
            button.dispatch_event("click")  # nothing is left to be guessed, and no mouse points
        self.run = exhibit.locator("section.run").nth(number)
        self.slider = self.run.locator("witness-replay input")
        self.play = self.run.locator("witness-replay .play")
        self.pace = self.run.locator("witness-replay .pace")
        self.rows: list[dict[str, Any]] = self.run.evaluate(ROWS)

    @property
    def state(self) -> dict[str, Any]:
        """What the reader sees."""
        state: dict[str, Any] = self.run.evaluate(STATE)
        return state

    def check(self, at: int) -> None:
        """Hold what the reader sees to the moments so far."""
        state, end = self.state, len(self.rows)
        assert state["at"] == at
        assert state["shown"] == at, "what is still to come is hidden"
        assert state["now"] == (at if at < end else 0)
        where: dict[str, int] = {}
        for number, row in enumerate(self.rows[:at], 1):
            if row["ends"] and number < at:
                where.pop(row["name"], None)
            elif row["line"]:
                where[row["name"]] = row["line"]
        lit = {name: line for line, names in state["lit"] for name in names.split(" · ")}
        assert lit == ({} if at == end else where)
        if 0 < at < end:
            assert self.rows[at - 1]["text"] in state["told"]
            assert state["value"] == state["told"]


@pytest.fixture
def fork(page: Page, address: str) -> Replay:
    page.goto(f"{address}fork/")
    return Replay(page.locator('[data-snippet="fork"]'))


@pytest.mark.parametrize("where", ["fork/zombie", "en/process/daemon", "fork/orphan", "en/pool"])
def test_each_step_shows_the_moments_so_far(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/")
    replay = Replay(page.locator(".exhibit"))
    delivered, end = replay.run.evaluate(DELIVERED), len(replay.rows)
    replay.check(end)
    replay.slider.focus()
    page.keyboard.press("Home")
    replay.check(0)
    for at in range(1, end + 1):
        page.keyboard.press("ArrowRight")
        replay.check(at)
    assert replay.run.evaluate(DELIVERED) == delivered, "in the end the page is as it was delivered"
    page.keyboard.press("ArrowLeft")
    replay.check(end - 1)
    page.keyboard.press("End")
    replay.check(end)


@pytest.mark.parametrize(("presses", "speed"), [(0, 1.0), (1, 2.0), (2, 0.5)])
def test_it_plays_a_step_in_its_time(page: Page, fork: Replay, presses: int, speed: float) -> None:
    for _ in range(presses):
        fork.pace.click()
    expect(fork.pace).to_have_text({1.0: "1×", 2.0: "2×", 0.5: "½×"}[speed])
    page.clock.install(time=DAY)
    page.clock.pause_at(DAY + HOUR)
    fork.play.click()
    page.clock.run_for(200)
    fork.check(1)
    for at in range(2, 5):
        page.clock.run_for(int(STEP / speed))
        fork.check(at)
    fork.play.click()
    page.clock.run_for(int(10 * STEP / speed))
    fork.check(4)
    fork.play.click()
    page.clock.run_for(int(200 + 20 * STEP / speed))
    fork.check(len(fork.rows))
    expect(fork.play).to_have_text("回放")


def test_a_fork_is_a_step_of_its_own(fork: Replay) -> None:
    [made] = [at for at, row in enumerate(fork.rows, 1) if row["text"] == "parent 创建 child"]
    fork.slider.fill(f"{made}")
    fork.check(made)
    assert made < next(at for at, row in enumerate(fork.rows, 1) if row["name"] == "child")


def test_it_is_one_stop_of_the_tab_key_and_the_rest_goes_by_keys(page: Page, fork: Replay) -> None:
    stops = fork.run.locator("witness-replay").evaluate(
        "replay => [...replay.querySelectorAll('button, input')].filter(one => one.tabIndex >= 0).length"
    )
    assert stops == 1
    page.clock.install(time=DAY)
    page.clock.pause_at(DAY + HOUR)
    fork.slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.clock.run_for(200 + STEP)
    fork.check(2)
    page.keyboard.press("Space")
    page.clock.run_for(10 * STEP)
    fork.check(2)
    page.keyboard.press("+")
    expect(fork.pace).to_have_text("2×")
    page.keyboard.press("-")
    expect(fork.pace).to_have_text("1×")


def test_the_playhead_is_dragged_on_the_graph(page: Page, fork: Replay) -> None:
    third, sixth = (fork.run.locator(".moments > li > svg").nth(number) for number in (2, 5))
    sixth.hover(position={"x": 5, "y": 8})  # waits until the row is in view and stands still
    page.mouse.down()
    fork.check(6)
    box = third.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 8)
    fork.check(3)
    page.mouse.up()
    box = sixth.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 8)
    fork.check(3)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("where", ["", "fork/zombie/", "fork/prefork/"])
def test_code_and_moment_stay_in_view_while_it_plays(browser: Browser, address: str, where: str, size: str) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + where)
        replay = Replay(page.locator(".exhibit"))
        page.clock.install(time=DAY)
        page.clock.pause_at(DAY + HOUR)
        replay.play.scroll_into_view_if_needed()
        replay.play.click()
        page.clock.run_for(200)
        for _ in range(min(len(replay.rows), 30) - 2):
            page.clock.run_for(STEP)
            seen = replay.exhibit.evaluate(IN_VIEW)
            assert seen == {"row": True, "code": True}, replay.state["told"]


@pytest.mark.parametrize("size", SIZES)
def test_a_step_moves_nothing(browser: Browser, address: str, size: str) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{address}fork/zombie/", wait_until="networkidle")
        replay = Replay(page.locator(".exhibit"))
        page.evaluate(SHIFTS)
        replay.slider.focus()
        page.keyboard.press("Home")
        for _ in replay.rows:
            page.keyboard.press("ArrowRight")
        page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        assert page.evaluate("window.shifts") == []


def test_a_line_of_the_program_and_its_moments_point_at_one_another(fork: Replay) -> None:
    same = "part => part.classList.contains('same')"
    line, rows = fork.exhibit.locator(".program .line"), fork.run.locator(".moments > li")
    at = next(number for number, row in enumerate(fork.rows) if row["text"] == "parent 创建 child")
    number = fork.rows[at]["line"]
    rows.nth(at).hover()
    assert line.nth(number - 1).evaluate(same)
    line.nth(number - 1).hover()
    assert rows.nth(at).evaluate(same)
    assert [number for number, row in enumerate(rows.all()) if row.evaluate(same)] == [
        number for number, row in enumerate(fork.rows) if row["line"] == fork.rows[at]["line"]
    ]


def test_replays_that_are_compared_go_by_themselves(page: Page, address: str) -> None:
    page.goto(f"{address}start_methods/")
    first, second = (Replay(page.locator(".exhibit"), number) for number in (0, 1))
    first.slider.fill("2")
    assert first.state["shown"] == 2
    assert second.state["shown"] == len(second.rows)


def test_its_script_is_small() -> None:
    script = (ROOT / "witness/exhibit/assets/replay.js").read_bytes()
    assert len(gzip.compress(script)) < SMALL
