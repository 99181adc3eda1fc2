"""Who reads with the ear, by touch, or on paper gets the same exhibit."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_replay import Replay

pytestmark = pytest.mark.xdist_group("replays")
CUT = """() => [...document.querySelectorAll(".exhibit :is(pre, code, .script > div, .moments, .orders, .picture)")]
    .filter(one => one.getClientRects().length)
    .filter(one => ["auto", "scroll", "hidden"].includes(getComputedStyle(one).overflowY) &&
        (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1))
    .map(one => one.className || one.localName)"""


@pytest.mark.parametrize("path", ["fork/prefork/", "en/start_methods/", "fork/torn_lines/"])
def test_on_paper_nothing_is_folded_or_cut(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 720, "height": 1000})
    page.goto(address + path)
    page.emulate_media(media="print")
    exhibit = page.locator(".exhibit")
    for part in (
        exhibit.locator(".moments > li").all()
        + exhibit.locator(".program .line").all()
        + exhibit.locator("details > :not(summary)").all()
    ):
        expect(part).to_be_visible()
    expect(exhibit.locator("witness-replay").first).to_be_hidden()
    assert page.evaluate(CUT) == []


def test_what_is_hidden_while_it_plays_is_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}fork/zombie/")
    replay = Replay(page.locator(".exhibit"))
    replay.slider.fill("2")
    page.emulate_media(media="print")
    for row in replay.run.locator(".moments > li").all():
        expect(row).to_be_visible()


def test_a_finger_drags_the_playhead_and_lights_a_moment(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{address}fork/zombie/")
        replay = Replay(page.locator(".exhibit"))
        rows = replay.run.locator(".moments > li")
        # Whether the child speaks or its parent waits first is luck.
        at = next(
            at for at, row in enumerate(replay.rows) if row["line"] and row["name"] == "child" and not row["ends"]
        )
        rows.nth(at).locator("code, span").first.tap()
        expect(replay.exhibit.locator(".program .line.same")).to_have_count(1)
        expect(rows.nth(at)).to_have_class(re.compile(r"\bsame\b"))
        rows.nth(at + 2).scroll_into_view_if_needed()
        places = [rows.nth(number).locator("svg").bounding_box() for number in (at + 2, at)]
        (x, high), (_, low) = [(box["x"] + 5, box["y"] + 8) for box in places if box]
        finger = context.new_cdp_session(page)
        for kind, points in (
            ("touchStart", [{"x": x, "y": high}]),
            ("touchMove", [{"x": x, "y": low}]),
            ("touchEnd", []),
        ):
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(replay.slider).to_have_value(f"{at + 1}")
        for part in replay.play, replay.pace, replay.slider:
            box = part.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 40


def test_back_and_forward_find_the_page_as_it_was_delivered(page: Page, address: str) -> None:
    page.goto(f"{address}fork/zombie/")
    Replay(page.locator(".exhibit")).slider.fill("2")
    page.goto(f"{address}fork/")
    page.go_back()
    replay = Replay(page.locator(".exhibit"))
    replay.check(int(replay.slider.input_value()))
    expect(replay.play).to_have_count(1)


def test_the_drawer_of_a_phone_shows_where_one_is(browser: Browser, address: str) -> None:
    """Also without script; what lies in it is shut away until then, for the keyboard too."""
    with browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}fork/zombie/")
        link = page.locator(".md-sidebar--primary a", has_text="孤儿进程").first
        shown = "link => link.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })"
        assert not link.evaluate(shown)
        page.locator("header label[for=__drawer]").click()
        link.click()
        expect(page).to_have_url(f"{address}fork/orphan/")
