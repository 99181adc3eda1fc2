"""The buttons of an exhibit: another of the real runs is dealt, and what the reader is asked to guess is covered."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Handler
from tests.browser.visits import SIZES
from tests.building import both, build, lucky, plant

pytestmark = pytest.mark.xdist_group("pages")


@pytest.fixture(scope="module")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page of `hello` is, with three runs kept, of which the reader guesses the first."""
    tree = tmp_path_factory.mktemp("dealt") / "tree"
    plant(tree)
    both(tree, "fork/hello.md", 'exhibit("hello")', 'exhibit("hello", guess=True)')
    lucky(tree)
    build(tree, RUNS="3")
    handler = functools.partial(Handler, directory=str(tree / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/fork/hello/"
        server.shutdown()
        thread.join()


def shown(page: Page) -> str:
    """The process ID that the parent printed."""
    return page.locator(".moments .says code").last.inner_text()


def test_runs_are_dealt_one_after_the_other_and_the_first_comes_again(hello: str, page: Page) -> None:
    page.goto(hello)
    page.locator(".exhibit .open").click()
    deal, first, seen = page.get_by_role("button", name="另一次运行"), shown(page), []
    for number in 2, 3, 1:
        deal.click()
        expect(page.locator(".exhibit .dealt")).to_have_text(f"第 {number} 次运行，共留下 3 次")
        expect(page.locator(".exhibit witness-replay .play")).to_have_count(1)
        expect(page.locator(".exhibit .orders tr.here")).to_have_count(1)
        expect(page.locator(".exhibit .orders tr.here")).to_be_visible()
        seen.append(shown(page))
    assert len({*seen}) == 3
    assert seen[-1] == first
    expect(deal).to_be_focused()


def test_a_run_that_does_not_come_leaves_what_is_there(hello: str, page: Page) -> None:
    page.route("**/hello.1.html", lambda route: route.fulfill(status=404))
    page.goto(hello)
    page.locator(".exhibit .open").click()
    before = shown(page)
    with page.expect_console_message(lambda message: "hello.1.html: 404" in message.text):
        page.get_by_role("button", name="另一次运行").click()
    expect(page.get_by_role("button", name="另一次运行")).to_be_enabled()
    assert shown(page) == before


def test_what_is_to_be_guessed_is_covered_until_it_is_opened(hello: str, page: Page) -> None:
    page.goto(hello)
    run, program = page.locator(".exhibit section.run"), page.locator(".exhibit .program code")
    expect(program).to_be_visible()
    expect(run).to_be_hidden()
    expect(page.locator(".exhibit .bars i").first).to_be_hidden()
    height = page.locator(".exhibit").bounding_box()
    page.get_by_role("button", name="猜好了，看结果").click()
    expect(run).to_be_visible()
    expect(page.locator(".exhibit .bars i").first).to_be_visible()
    assert page.locator(".exhibit").bounding_box() == height


def test_without_script_and_on_paper_nothing_is_covered(hello: str, plain: Page, page: Page) -> None:
    page.goto(hello)
    page.emulate_media(media="print")
    plain.goto(hello)
    for one in page, plain:
        expect(one.locator(".exhibit section.run")).to_be_visible()
        expect(one.locator(".exhibit .open")).to_be_hidden()
        expect(one.locator(".exhibit .deal")).to_be_hidden()


REACHED = """() => [...document.querySelectorAll("section.run :is(input, button)")].filter(one => {
    one.focus()
    return document.activeElement === one
}).length"""


def test_what_is_covered_is_out_of_reach_for_the_keyboard(hello: str, page: Page) -> None:
    page.goto(hello)
    assert page.evaluate(REACHED) == 0
    page.locator(".exhibit .open").click()
    assert page.evaluate(REACHED) > 0


ENDS = """one => { const box = one.getBoundingClientRect(); return [box.top, box.bottom] }"""


def test_below_the_program_what_is_covered_takes_no_room(hello: str, page: Page) -> None:
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(hello)
    button = page.locator(".exhibit .open")
    top, bottom = button.evaluate(ENDS)
    assert top >= page.locator(".exhibit .program").evaluate(ENDS)[1], "the button lies over the program"
    assert page.locator(".exhibit").evaluate(ENDS)[1] - bottom < 2 * (bottom - top), "an empty room"
    button.click()
    expect(page.locator(".exhibit section.run")).to_be_visible()
    expect(page.locator(".exhibit details").first).to_be_visible()


LONG = """line => {
    const made = document.createElement("span")
    made.textContent = `print(${"a_long_name, ".repeat(20)})`
    line.append(made)
    const inside = line.closest("pre").getBoundingClientRect().right
    return [...made.getClientRects()].map(box => Math.round(inside - box.right))
}"""


@pytest.mark.parametrize("size", SIZES)
def test_a_long_line_of_the_program_is_whole(hello: str, page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(hello)
    rows = page.locator(".exhibit .program .line").first.evaluate(LONG)
    assert len(rows) > 1
    assert min(rows) >= 0
