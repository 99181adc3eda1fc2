"""The replay in a real browser: forwards, backwards, in time, by keyboard and finger; and the page without it."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

pytestmark = pytest.mark.xdist_group("replays")
LANGUAGES = {"zh": "", "en": "en/"}
DAY, HOUR = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(hours=1)
FIRST_VIEW = 130_000
"""So many bytes, compressed, a chapter may need until it stands there, with everything that it loads."""
SMALL = 8_000
"""The same for the replay's script."""
STATE = """run => {
    const figure = run.closest("figure"), head = run.querySelector(".playhead")
    const moved = new DOMMatrix(head.style.transform || "none").e
    return {
        lit: [...figure.querySelectorAll(".program .line")].flatMap((line, index) =>
            line.classList.contains("now") ? [[index + 1, line.dataset.now]] : []),
        said: [...run.querySelectorAll(".output .said")].filter(line => getComputedStyle(line).visibility === "visible")
            .map(line => line.lastElementChild.textContent),
        x: +head.getAttribute("x1") + moved,
        seen: getComputedStyle(head).visibility === "visible",
        at: +run.querySelector("witness-replay input").value,
        told: run.querySelector("witness-replay output").textContent,
        live: run.querySelector("witness-replay output").getAttribute("aria-live"),
    }
}"""
ENDS = """items => items.map(item => {
    const own = item.cloneNode(true)
    own.querySelectorAll("ul").forEach(list => list.remove())
    return own.textContent.split(" · ").pop()
})"""
"""How the tree says that each process ended."""
DELIVERED = """run => {
    const figure = run.closest("figure").cloneNode(true)
    figure.querySelectorAll("witness-replay").forEach(replay => replay.remove())
    figure.querySelectorAll("[class='']").forEach(part => part.removeAttribute("class"))
    return figure.outerHTML.replace(/ style=""/g, "")
}"""


class Replay:
    """The replay of one run of an exhibit."""

    def __init__(self, exhibit: Locator, number: int = 0) -> None:
        """Find its parts."""
        self.run = exhibit.locator(".run").nth(number)
        self.slider = self.run.locator("witness-replay input")
        self.back, self.play, self.forward = (self.run.locator("witness-replay button").nth(n) for n in range(3))
        facts = json.loads(self.run.locator("witness-replay script").text_content() or "")
        self.lanes: list[list[str]] = facts["lanes"]
        self.steps: list[list[Any]] = facts["steps"]

    @property
    def state(self) -> dict[str, Any]:
        """What the reader sees."""
        state: dict[str, Any] = self.run.evaluate(STATE)
        return state

    def check(self, state: dict[str, Any]) -> None:
        """Hold what the reader sees to the event that it has come to."""
        at, said = state["at"], state["said"]
        lit = {line: text.split(" + ") for line, text in state["lit"]}
        there = [name for names in lit.values() for name in names]
        assert len(there) == len(set(there)), "nobody is on two lines"
        assert state["seen"] == (at < len(self.steps))
        if at in (0, len(self.steps)):
            assert lit == {}
            assert len(said) == (self.run.locator(".output .said").count() if at else 0)
            return
        _, _, lane, what, which = self.steps[at - 1]
        name = self.lanes[lane][1]
        assert name in state["told"]
        if what == "ran":
            assert name in lit[which]
        elif what == "said":
            assert len(said) > which
        else:
            assert name not in there


@pytest.fixture
def fork(page: Page, address: str) -> Replay:
    page.goto(f"{address}snippets/fork/")
    return Replay(page.locator('[data-snippet="fork"]'))


# -- forwards and backwards --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "name"), [("snippets/fork", "fork"), ("en/snippets/zombie", "zombie"), ("en/snippets/daemon", "daemon")]
)
def test_each_step_shows_the_recording(page: Page, address: str, where: str, name: str) -> None:
    page.goto(f"{address}{where}/")
    replay = Replay(page.locator(f'[data-snippet="{name}"]'))
    delivered = replay.run.evaluate(DELIVERED)
    output = replay.state["said"]
    width = replay.run.locator("svg").evaluate("svg => svg.viewBox.baseVal.width")
    end = len(replay.steps)
    assert replay.state["at"] == end
    replay.slider.focus()
    page.keyboard.press("Home")
    xs = []
    views: dict[int, tuple[list[Any], list[str]]] = {}
    for count in [*range(end + 1), *range(end - 1, -1, -1)]:
        state = replay.state
        if count != state["at"]:
            (replay.forward if count > state["at"] else replay.back).click()
            state = replay.state
        assert state["at"] == count
        replay.check(state)
        assert state["said"] == output[: len(state["said"])], count
        assert state["told"].startswith(f"{count}/{end}")
        seen = state["lit"], state["said"]
        assert views.setdefault(count, seen) == seen, "whichever way one comes"
        if count < end:
            xs.append(state["x"])
    for count, (_, _, _, what, _) in enumerate(replay.steps[:-1], 1):
        assert what == "said" or views[count][1] == views[count - 1][1], "nothing is said before its time"
        assert what != "said" or views[count][0] == views[count - 1][0]
    assert xs[:end] == sorted(xs[:end]) == xs[: end - 1 : -1]
    assert all(0 <= x <= width for x in xs)
    replay.slider.focus()
    page.keyboard.press("End")
    assert replay.run.evaluate(DELIVERED) == delivered


def test_it_is_the_recording_that_can_be_downloaded(page: Page, address: str) -> None:
    for where, name in ("fork", "fork"), ("en/pool", "pool"):
        page.goto(f"{address}{where}/")
        exhibit = page.locator(f'[data-snippet="{name}"]')
        for number, run in enumerate(exhibit.locator(".run").all()):
            replay = Replay(exhibit, number)
            url = page.evaluate("link => new URL(link, location).href", run.locator(".tree a").get_attribute("href"))
            events = json.loads(page.request.get(url).body())["traceEvents"]
            named = {e["pid"]: e["args"]["name"] for e in events if e["name"] == "process_name"}
            for pid, who in named.items():
                lines = [e["name"] for e in events if e["pid"] == pid and e["name"].startswith("line ")]
                stepped = [f"line {s[4]}" for s in replay.steps if s[3] == "ran" and replay.lanes[s[2]][1] == who]
                assert stepped == lines, f"{name}: {who}"
            writes = [e for e in events if e["name"] == "write"]
            assert sum(step[3] == "said" for step in replay.steps) == len(writes)
            assert sorted(named.values()) == sorted(lane[1] for lane in replay.lanes)


def test_it_plays_to_its_end_and_back(page: Page, address: str) -> None:
    page.clock.install(time=DAY)
    page.goto(f"{address}snippets/fork/")
    page.clock.pause_at(DAY + HOUR)
    replay = Replay(page.locator('[data-snippet="fork"]'))
    delivered, end = replay.run.evaluate(DELIVERED), len(replay.steps)
    expect(replay.play).to_have_text("回放")
    replay.play.click()
    expect(replay.play).to_have_text("暂停")
    ats, xs = [replay.state["at"]], []
    while ats[-1] < end:
        page.clock.run_for(60)
        state = replay.state
        ats.append(state["at"])
        assert state["live"] == ("off" if state["at"] < end else "polite")
        replay.check(state)
        if state["at"] < end:
            xs.append(state["x"])
        assert len(ats) < 60 * end, "it does not come to its end"
    assert sorted(set(ats)) == list(range(end + 1))
    assert ats == sorted(ats)
    assert xs == sorted(xs)
    expect(replay.play).to_have_text("回放")
    expect(replay.play).to_be_focused()
    assert replay.run.evaluate(DELIVERED) == delivered
    page.clock.run_for(5_000)
    assert replay.state["at"] == end
    for count in range(end - 1, -1, -1):
        replay.back.click()
        replay.check(replay.state)
        assert replay.state["at"] == count
    replay.back.click()
    assert replay.state["at"] == 0


def test_it_pauses_and_goes_on(page: Page, address: str) -> None:
    page.clock.install(time=DAY)
    page.goto(f"{address}snippets/fork/")
    page.clock.pause_at(DAY + HOUR)
    replay = Replay(page.locator('[data-snippet="fork"]'))
    replay.play.click()
    while replay.state["at"] < 3:
        page.clock.run_for(60)
    replay.play.click()
    at = replay.state["at"]
    page.clock.run_for(5_000)
    assert replay.state["at"] == at
    replay.play.click()
    page.clock.run_for(150)
    assert replay.state["at"] == at + 1
    replay.forward.click()
    page.clock.run_for(5_000)
    assert replay.state["at"] == at + 2, "a step ends the playing"


def test_less_motion_is_an_even_pace_without_gliding(browser: Browser, address: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.install(time=DAY)
        page.goto(f"{address}snippets/fork/")
        page.clock.pause_at(DAY + HOUR)
        replay = Replay(page.locator('[data-snippet="fork"]'))
        replay.play.click()
        page.clock.run_for(130)
        for count in range(1, len(replay.steps) + 1):
            state = replay.state
            assert state["at"] == count
            assert replay.run.locator(".playhead").evaluate(
                "head => Math.max(...getComputedStyle(head).transitionDuration.split(',').map(parseFloat))"
            ) == pytest.approx(0)
            page.clock.run_for(700)


# -- keyboard, finger, ear ---------------------------------------------------------------------------------------------


def test_the_keyboard_is_enough(page: Page, fork: Replay) -> None:
    end = len(fork.steps)
    fork.run.locator(".picture").focus()
    for part in fork.back, fork.play, fork.forward, fork.slider:
        page.keyboard.press("Tab")
        expect(part).to_be_focused()
    for key, at in (
        ("Home", 0),
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("End", end),
        ("ArrowLeft", end - 1),
    ):
        page.keyboard.press(key)
        assert fork.state["at"] == at, key
        assert fork.slider.get_attribute("aria-valuetext") == fork.state["told"]
        expect(fork.slider).to_be_focused()
    for key, part, at in ("Enter", fork.back, end - 2), ("Space", fork.back, end - 3), ("Enter", fork.forward, end - 2):
        part.focus()
        page.keyboard.press(key)
        assert fork.state["at"] == at
        expect(part).to_be_focused()
    fork.play.focus()
    page.keyboard.press("Space")
    expect(fork.play).to_have_text("暂停")
    expect(fork.play).to_be_focused()
    page.keyboard.press("Enter")
    expect(fork.play).to_have_text("回放")
    expect(fork.play).to_be_focused()


def test_a_step_is_said_and_a_slide_only_by_the_slider(page: Page, fork: Replay) -> None:
    fork.back.click()
    assert fork.state["live"] == "polite"
    fork.slider.focus()
    page.keyboard.press("ArrowLeft")
    assert fork.state["live"] == "off"
    fork.forward.click()
    assert fork.state["live"] == "polite"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{LANGUAGES[language]}snippets/fork/")
    exhibit = page.locator('[data-snippet="fork"]')
    words = {"zh": ["后退一步", "回放", "前进一步"], "en": ["One step back", "Replay", "One step forward"]}[language]
    for word in words:
        expect(exhibit.get_by_role("button", name=word, exact=True)).to_be_visible()
    slider = {"zh": "回放的位置", "en": "Position of the replay"}[language]
    expect(exhibit.get_by_role("slider", name=slider, exact=True)).to_be_visible()
    expect(exhibit.get_by_role("status")).to_have_count(1)


def test_a_finger_is_enough(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{address}en/snippets/fork/")
        replay = Replay(page.locator('[data-snippet="fork"]'))
        end = len(replay.steps)
        for part, at in (replay.back, end - 1), (replay.back, end - 2), (replay.forward, end - 1):
            part.tap()
            assert replay.state["at"] == at
        replay.play.tap()
        expect(replay.play).to_have_text("Pause")
        replay.play.tap()
        expect(replay.play).to_have_text("Replay")
        for part in replay.back, replay.play, replay.forward:
            box = part.bounding_box()
            assert box is not None
            assert box["width"] >= 44
            assert box["height"] >= 44


def test_the_playhead_stays_in_sight_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}snippets/zombie/")
    replay = Replay(page.locator('[data-snippet="zombie"]'))
    for _ in range(len(replay.steps) - 1):
        replay.back.click()
        inside = replay.run.evaluate("""run => {
            const head = run.querySelector(".playhead").getBoundingClientRect()
            const view = run.querySelector(".picture").getBoundingClientRect()
            return view.left <= head.left && head.right <= view.right
        }""")
        assert inside, replay.state["at"]


# -- several on one page -----------------------------------------------------------------------------------------------


def test_two_replays_do_not_disturb_each_other(page: Page, address: str) -> None:
    page.goto(f"{address}fork/")
    fork = Replay(page.locator('[data-snippet="fork"]'))
    other = Replay(page.locator('[data-snippet="zombie"]'))
    before = other.state
    fork.back.click()
    fork.back.click()
    assert other.state == before
    other.back.click()
    assert [fork.state["at"], other.state["at"]] == [len(fork.steps) - 2, len(other.steps) - 1]
    assert page.locator('script[src$="replay.js"]').count() == 1


def test_the_runs_that_are_compared_are_tabs_with_a_replay_each(page: Page, address: str) -> None:
    page.goto(f"{address}en/pool/")
    exhibit = page.locator('[data-snippet="pool"]')
    first, second = Replay(exhibit, 0), Replay(exhibit, 1)
    tabs = exhibit.locator(".runs > input")
    expect(first.run).to_be_visible()
    expect(second.run).not_to_be_visible()
    for _ in range(3):
        first.back.click()
    lit = first.state["lit"]
    first.check(first.state)
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_checked()
    expect(tabs.nth(1)).to_be_focused()
    expect(first.run).not_to_be_visible()
    expect(second.run).to_be_visible()
    assert second.state["at"] == len(second.steps)
    assert second.state["lit"] == []
    assert not second.state["seen"]
    for _ in range(5):
        second.back.click()
    second.check(second.state)
    tabs.nth(1).focus()
    page.keyboard.press("ArrowLeft")
    assert first.state["at"] == len(first.steps) - 3
    assert first.state["lit"] == lit, "the code shows where the run on view is"


# -- without script, on paper, in other colours ------------------------------------------------------------------------


def test_without_script_the_exhibit_is_complete(plain: Page, address: str) -> None:
    plain.goto(f"{address}en/pool/")
    exhibit = plain.locator('[data-snippet="pool"]')
    assert [box for box in exhibit.locator("witness-replay").all() if box.is_visible()] == []
    assert exhibit.locator("witness-replay button").count() == 0
    assert [head for head in exhibit.locator(".playhead").all() if head.is_visible()] == []
    runs = exhibit.locator(".run")
    for number, label in enumerate(exhibit.locator(".runs > label").all()):
        label.click()
        expect(runs.nth(number)).to_be_visible()
        expect(runs.nth(number).locator("svg")).to_be_visible()
        for line in runs.nth(number).locator(".said").all():
            expect(line).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_everything_is_there(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}en/pool/")
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    exhibit = page.locator('[data-snippet="pool"]')
    for run in exhibit.locator(".run").all():
        for part in ".output", "svg", ".tree li":
            expect(run.locator(part).first).to_be_visible()
        assert (run.locator(".tree").bounding_box() or {"height": 0})["height"] > 0
        expect(run.locator("witness-replay")).not_to_be_visible()
        title = run.get_attribute("aria-label")
        assert run.evaluate("run => getComputedStyle(run, '::before').content") == f'"{title}"'
    assert (exhibit.locator(".script").bounding_box() or {"height": 0})["height"] > 0
    for part in ".tools", ".runs > label":
        expect(exhibit.locator(part).first).not_to_be_visible()
    assert {ratio for ratio in contrasts(exhibit).values() if ratio < 4.5} == set()
    assert exhibit.evaluate("figure => getComputedStyle(figure).backgroundColor") == "rgb(255, 255, 255)"


def luminance(colour: list[float]) -> float:
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrasts(exhibit: Locator) -> dict[tuple[str, str], float]:
    """The contrast of each process's colour with each ground that it stands on, its own tint too."""
    pairs: list[tuple[str, str, list[float], list[float]]] = exhibit.evaluate("""figure => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
        const colour = text => {
            const probe = document.createElement("i")
            probe.style.color = text
            figure.append(probe)
            canvas.fillStyle = getComputedStyle(probe).color
            probe.remove()
            canvas.fillRect(0, 0, 1, 1)
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
        }
        const found = []
        for (const name of ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "px", "quiet"])
            for (const ground of ["paper", "panel"])
                for (const tint of name === "quiet" ? [0] : [0, 10])
                    found.push([name, `${ground} ${tint}`, colour(`var(--${name})`),
                        colour(`color-mix(in srgb, var(--${name}) ${tint}%, var(--${ground}))`)])
        return found
    }""")
    ratios = {}
    for name, ground, front, back in pairs:
        low, high = sorted([luminance(front), luminance(back)])
        ratios[name, ground] = (high + 0.05) / (low + 0.05)
    return ratios


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(f"{address}snippets/fork/")
        found = contrasts(page.locator('[data-snippet="fork"]'))
    assert len(set(found.values())) > 10
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("where", ["fork", "en/process", "pool"])
def test_every_picture_has_a_name_and_the_tree_tells_the_same(page: Page, address: str, where: str) -> None:
    page.goto(f"{address}{where}/")
    for run in page.locator(".run").all():
        svg = run.locator("svg.timeline")
        expect(svg).to_have_attribute("role", "img")
        assert svg.get_attribute("aria-label")
        assert svg.locator("title").text_content()
        told = [text.partition(" · ")[0].rsplit(" ", 1) for text in run.locator(".tree li").all_text_contents()]
        replay = json.loads(run.locator("witness-replay script").text_content() or "")
        assert [name for name, _ in told] == [name for _, name in replay["lanes"]]
        drawn = [text.rsplit(" ", 1) for text in svg.locator("text.lane").all_text_contents()]
        assert drawn == told[: len(drawn)]
        ends = run.locator(".tree li").evaluate_all(ENDS)
        for end in ends:
            assert any(word in end for word in ("exit", "SIG", "退出", "nobody knows", "没有人知道")), end


# -- weight ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["fork", "pool", "process", "en/fork", "en/pool", "en/process"])
def test_a_chapter_is_light(page: Page, address: str, where: str) -> None:
    got: list[Response] = []
    page.on("response", lambda answer: got.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(f"{address}{where}/", wait_until="networkidle")
    assert page.locator("figure.exhibit").count() >= 8
    sizes = {answer.url.removeprefix(address): len(gzip.compress(answer.body(), 9)) for answer in got}
    assert sum(sizes.values()) < FIRST_VIEW, sorted(sizes.items(), key=lambda pair: -pair[1])


def test_the_script_is_small(site: Path) -> None:
    assert len(gzip.compress((site / "assets/replay.js").read_bytes(), 9)) < SMALL


def test_the_search_still_works_when_its_index_comes_late(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}en/fork/", wait_until="networkidle")
    assert "search_index.json" not in asked
    page.locator(".md-search__input").click()
    page.keyboard.type("orphan")
    expect(page.locator("a.md-search-result__link").first).to_be_visible()
    assert asked.count("search_index.json") == 1
    shared = context.new_page()
    shared.goto(f"{address}en/?q=zombie")
    expect(shared.locator("a.md-search-result__link").first).to_be_visible()
