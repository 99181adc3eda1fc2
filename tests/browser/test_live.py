"""Live: a reader changes a program in its page, and it really runs there."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from book.sites import LIVE, RUNS
from live import files
from tests.browser import axe
from tests.browser.conftest import Handler
from tests.browser.firefox import FIREFOX, Firefox
from tests.browser.visits import LAID_OUT, SIZES
from tests.building import MATTER, ROOT, add, both, edit, lucky, mkdocs, plant, show

pytestmark = [
    pytest.mark.xdist_group("live"),
    pytest.mark.skipif(bool(why := files.missing()), reason=f"Live is left out: {why}"),
]
PATIENCE = 120_000
"""Milliseconds in which what has to happen happens, beside many other tests."""
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'"
)
"""The strictest with which the theme works; of it, Live needs 'wasm-unsafe-eval' and blob: for its worker."""
PROGRAMS = {
    "forks": "fork/fork", "processes": "process/process", "result": "process/result",
    "database": "communication/sqlite_fork",
}  # fmt: skip
"""Programs of the book, by the names that they have here: one whose name is a chapter's stands on its first page."""


PLAYGROUND = (
    MATTER.format(name="playground")
    + """\
# Playground { #playground }

```python exec="1" html="1"
from book.page import playground
print(playground())
```
"""
)


class Policed(Handler):
    """A server that allows pages no more than they need."""

    def end_headers(self) -> None:
        """Say so."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where a site with Live is, and its folder."""
    tree = tmp_path_factory.mktemp("live") / "tree"
    plant(tree)
    for name, path in PROGRAMS.items():
        texts = [(ROOT / "snippets" / f"{path}.{end}").read_text(encoding="utf-8") for end in ("py", "promise")]
        show(tree, name, *texts)
    both(tree, "fork/result.md", 'exhibit("result")', 'exhibit("result", compare=("fork", "spawn"))')
    lucky(tree, "forks")
    edit(tree, "mkdocs.yml", "  - snippets/index.md\n", "  - playground.md\n  - snippets/index.md\n")
    for language in ("zh", "en"):
        add(tree, f"docs/{language}/playground.md", PLAYGROUND)
    for language in ("zh", "en"):
        built = mkdocs(tree, language, tree / "site", env={LIVE: "yes", RUNS: "2"})
        assert built.returncode == 0, built.stderr
    handler = functools.partial(Policed, directory=str(tree / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", tree / "site"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(served: tuple[str, Path]) -> str:
    """Where the site is."""
    return served[0]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """One whose browser keeps what it has once fetched."""
    with browser.new_context(color_scheme="light") as context:
        context.set_default_timeout(PATIENCE)
        yield context


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A page on which nothing goes wrong."""
    page, wrong = reader.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert wrong == []


class Live:
    """An exhibit whose program a reader runs."""

    def __init__(self, page: Page, path: str) -> None:
        """Open a page, and turn to the program."""
        page.goto(path)
        self.page = page
        self.exhibit = page.locator(".exhibit")
        self.button = self.exhibit.locator(".tools .live")
        self.run = self.exhibit.locator(".to-run")
        self.status = self.exhibit.locator(".status")
        self.verdict = self.exhibit.locator(".verdict")
        self.text = self.exhibit.locator(".cm-content")
        self.printed = self.exhibit.locator(".printed pre")

    def begin(self) -> None:
        """Press the button of the exhibit; have a first run, which comes by itself if the browser has the machine."""
        self.button.click()
        self.arrive()

    def arrive(self) -> None:
        """Wait for a first run."""
        expect(self.run).to_be_focused(timeout=PATIENCE)
        if self.run.inner_text() in ("运行", "Run"):
            self.run.click()
        self.over()

    def write(self, program: str) -> None:
        """Put another program into the editor."""
        if not self.text.is_visible():
            self.exhibit.locator(".to-edit").click()
        self.text.fill(program)

    def over(self) -> None:
        """Wait until nothing runs."""
        expect(self.run).to_have_text(re.compile("运行|Run"), timeout=PATIENCE)

    def again(self) -> None:
        """Run what is in the editor, and wait for its exhibit."""
        self.run.click()
        self.over()

    @property
    def said(self) -> Locator:
        """What the processes printed."""
        return self.exhibit.locator(".moments .says code")


def test_the_first_run_says_what_it_fetches_and_the_promise_is_kept(page: Page, address: str) -> None:
    live, requests = Live(page, f"{address}fork/forks/"), []
    page.on("request", lambda request: requests.append(request.url))
    live.button.click()
    expect(live.status).to_have_text(re.compile(r"第一次运行要下载 \d\d\.\d MB"))
    assert not [url for url in requests if url.endswith((".state", ".wasm"))], "nothing is fetched before it is said"
    expect(live.run).to_be_focused()
    expect(live.said).to_have_count(3)
    live.again()
    assert [url for url in requests if url.endswith((".state", ".wasm"))]
    expect(live.verdict).to_have_text("✓ 这次运行符合承诺。")
    expect(live.said).to_have_count(3)
    expect(live.exhibit.locator(".program .bars i").first).to_be_visible()
    expect(live.exhibit.locator("witness-replay .play")).to_be_visible()
    assert int(live.exhibit.locator(".heads small").first.inner_text()) < 3000, "the machine's processes, not ours"
    assert page.evaluate(LAID_OUT) == []


def test_what_is_kept_runs_at_once_and_without_network(page: Page, address: str) -> None:
    live = Live(page, f"{address}en/fork/forks/")
    live.begin()
    expect(live.verdict).to_have_text("✓ This run kept the program's promise.")
    page.context.set_offline(True)
    try:
        live.run.click()
        live.run.click()  # the machine ends, so that the next run needs a new one
        expect(live.status).to_contain_text("Stopped")
        live.again()
        expect(live.verdict).to_have_text("✓ This run kept the program's promise.")
    finally:
        page.context.set_offline(False)


def test_a_change_that_breaks_the_promise_is_told_and_reset_undoes_it(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    live.write('import os\n\nprint("Process", os.getpid())\n')
    live.again()
    expect(live.verdict).to_contain_text("不符合承诺")
    expect(live.verdict.locator("pre")).to_contain_text("承诺的（-），看到的（+）")
    expect(live.said).to_have_text([re.compile(r"^Process \d+$")])
    live.exhibit.locator(".to-reset").click()
    expect(live.text).to_contain_text("os.waitpid(pid, 0)")
    live.again()
    expect(live.verdict).to_have_text("✓ 这次运行符合承诺。")


def test_another_run_is_one_of_here(page: Page, address: str) -> None:
    live, fetched = Live(page, f"{address}fork/forks/"), []
    page.on("request", lambda request: fetched.append(request.url))
    live.begin()
    first = live.said.last.inner_text()
    live.exhibit.get_by_role("button", name="另一次运行").click()
    expect(live.run).to_have_text("停止")
    live.over()
    expect(live.said.last).not_to_have_text(first)
    assert not [url for url in fetched if "forks.1" in url]


def test_an_endless_loop_is_stopped_while_the_page_answers(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    live.write('print("on", flush=True)\nwhile True:\n    pass\n')
    live.run.click()
    expect(live.printed).to_have_text(re.compile("on"), timeout=PATIENCE)
    waited = page.evaluate(
        "async () => { const at = performance.now(); await new Promise(next => setTimeout(next)); "
        "return performance.now() - at }"
    )
    assert waited < 100
    stopped = page.evaluate(
        """async () => {
            const button = document.querySelector(".to-run"), at = performance.now()
            button.click()
            await new Promise(requestAnimationFrame)
            return [performance.now() - at, button.textContent]
        }"""
    )
    assert stopped[0] < 1000
    assert stopped[1] == "运行"
    expect(live.status).to_have_text(re.compile("已停止，用时"), timeout=PATIENCE)
    expect(live.said).to_have_text(["on"])
    expect(live.verdict).to_be_empty()
    live.run.click()
    live.run.click()
    live.exhibit.locator(".to-reset").click()  # does not wait for the picture of what was stopped
    live.again()
    expect(live.verdict).to_have_text("✓ 这次运行符合承诺。")


def test_what_a_program_prints_never_becomes_markup(page: Page, address: str) -> None:
    evil = "<img src=x onerror=document.title='bad'><script>document.title='bad'</script></pre></figure><b id=bad>"
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    title = page.title()
    live.write(f"print({evil!r})\nraise ValueError({evil!r})\n")
    live.again()
    expect(live.verdict).to_contain_text("不符合承诺")
    expect(live.said.first).to_have_text(evil)
    assert page.locator("#bad, .exhibit img, .exhibit script").count() == 0
    assert page.title() == title


def test_a_program_asks_and_the_reader_types(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    live.write('name = input("Who? ")\nprint("Hello", name)\n')
    live.run.click()
    expect(live.printed).to_contain_text("Who?", timeout=PATIENCE)
    field = live.exhibit.get_by_label("键盘输入")
    expect(field).to_be_focused()
    field.fill("世界")
    field.press("Enter")
    live.over()
    expect(live.run).to_be_focused()
    expect(live.said.last).to_have_text("Who? Hello 世界")


def test_the_other_python_and_another_start_method(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/processes/")
    live.begin()
    live.exhibit.get_by_label("Python").select_option("3.14")
    expect(live.status).to_contain_text("第一次运行要下载")
    live.write("import multiprocessing as m, sys\nprint(sys.version_info[1], m.get_start_method())\n")
    live.again()
    expect(live.said).to_have_text(["14 forkserver"])
    live.exhibit.get_by_label("启动方式").select_option("spawn")
    live.again()
    expect(live.said).to_have_text(["14 spawn"])


def test_a_link_carries_the_program(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    live.write('print("来自链接")\n')
    live.exhibit.locator(".to-share").click()
    expect(live.status).to_contain_text("链接")
    link = page.url
    assert link.startswith(f"{address}fork/forks/#run=forks&code=")
    page.goto("about:blank")
    other = Live(page, link)
    expect(other.status).to_contain_text("程序来自链接，还没有运行")
    expect(other.run).to_have_text("运行")
    other.again()
    expect(other.said).to_have_text(["来自链接"])


def test_a_comparison_gives_way_and_comes_back(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/result/")
    before = live.exhibit.locator("section.run").count()
    assert before > 1
    live.begin()
    expect(live.exhibit.locator("section.run")).to_have_count(1)
    live.exhibit.locator(".to-close").click()
    expect(live.exhibit.locator("section.run")).to_have_count(before)
    expect(live.button).to_be_focused()
    expect(live.exhibit).to_have_class(re.compile("compared"))


def test_the_keyboard_gets_in_and_out(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.button.focus()
    page.keyboard.press("Enter")
    live.arrive()
    live.exhibit.locator(".to-edit").press("Enter")
    expect(live.text).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\nprint('typed')")
    page.keyboard.press("Tab")
    expect(live.text).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(live.text).not_to_be_focused()
    live.text.focus()
    page.keyboard.press("Control+Enter")
    expect(live.run).to_have_text("停止")
    live.over()
    expect(live.said).to_have_text(["typed"])


def test_on_a_phone_nothing_is_misplaced_or_in_anyones_way(page: Page, address: str) -> None:
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    live = Live(page, f"{address}en/fork/forks/")
    live.begin()
    for is_drawn in True, False:
        assert page.evaluate(LAID_OUT) == []
        assert axe.check(page, set()) == {}
        if is_drawn:
            live.exhibit.locator(".to-edit").click()


def test_a_program_of_ones_own_and_one_of_the_book_to_begin_with(page: Page, address: str) -> None:
    live = Live(page, f"{address}playground/")
    live.begin()
    expect(live.said).to_have_count(2)
    expect(live.verdict).to_be_empty()
    live.exhibit.locator(".programs").select_option("forks")
    expect(live.text).to_contain_text("os.fork()")
    expect(live.exhibit.locator(".file")).to_have_text("forks.py")
    live.again()
    expect(live.verdict).to_have_text("✓ 这次运行符合承诺。")
    live.exhibit.locator(".programs").select_option("")
    expect(live.text).not_to_contain_text("os.fork()")
    assert page.evaluate(LAID_OUT) == []
    assert axe.check(page, set()) == {}


def test_a_program_that_is_too_long_does_not_run(page: Page, address: str) -> None:
    live = Live(page, f"{address}fork/forks/")
    live.begin()
    live.write("print()\n" * 201)
    live.run.click()
    expect(live.status).to_have_text("程序有 201 行，这里最多运行 200 行。")
    expect(live.run).to_have_text("运行")


def test_a_machine_that_does_not_come_is_said(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        other = context.new_page()
        other.route("**/*.state", lambda route: route.fulfill(status=404))
        live = Live(other, f"{address}fork/forks/")
        live.begin()
        expect(live.status).to_have_text(re.compile(r"没有运行成：python-3\.13\.\w+\.state: 404"))
        expect(live.run).to_have_text("运行")


def test_a_program_that_cannot_run_in_the_page_says_why(page: Page, address: str) -> None:
    page.goto(f"{address}fork/database/")
    why = page.locator(".exhibit figcaption .live")
    expect(why).to_have_text("这个程序要用 sqlite3，网页里的 Linux 没有，不能在这里运行。")
    expect(page.locator(".exhibit button.live")).to_have_count(0)


def test_too_little_memory_is_said_and_the_exhibit_stands_as_it_was(address: str, browser: Browser) -> None:
    """The worker has its size checked, so what stands in it for a lack of memory is as long as what stood there."""
    asks = b"(await WebAssembly.instantiate(wasm, imports)).exports"
    lacks = b'await Promise.reject(RangeError("Out of memory"))'.ljust(len(asks))

    def short(route: Route) -> None:
        whole = route.fetch().body()
        assert asks in whole
        route.fulfill(body=whole.replace(asks, lacks))

    with browser.new_context() as context:
        other = context.new_page()
        other.route("**/worker*.js", short)
        live = Live(other, f"{address}fork/forks/")
        before = live.said.all_inner_texts()
        live.begin()
        expect(live.status).to_have_text(re.compile("^内存不够"))
        expect(live.run).to_have_text("运行")
        assert live.said.all_inner_texts() == before != []


def test_a_stop_while_the_machine_is_fetched_lets_the_next_run_begin(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        other = context.new_page()
        other.set_default_timeout(PATIENCE)
        held: list[Route] = []
        other.route("**/*.state", lambda route: held.append(route), times=1)  # noqa: PLW0108 - it takes no built-in
        live = Live(other, f"{address}fork/forks/")
        live.button.click()
        expect(live.run).to_be_focused(timeout=PATIENCE)
        with other.expect_request("**/*.state"):
            live.run.click()
        expect(live.run).to_have_text("停止")
        live.run.click()
        expect(live.status).to_have_text(re.compile("^已停止"))
        live.run.click()
        held[0].abort()  # the first fetch fails only now; that is nobody's business any more
        live.over()
        expect(live.verdict).to_have_text("✓ 这次运行符合承诺。")


@pytest.mark.skipif(FIREFOX is None, reason="no Firefox: neither firefox-esr nor firefox is on PATH")
def test_firefox_runs_a_program_and_stops_one(address: str, tmp_path: Path) -> None:
    firefox = Firefox(tmp_path)
    with contextlib.closing(firefox):
        firefox.visit(f"{address}en/fork/forks/")
        firefox.ask("document.querySelector('.exhibit button.live').click()")
        firefox.wait("document.querySelector('.to-run') === document.activeElement")
        for _ in range(2):  # what is fetched, and what is kept
            firefox.ask("document.querySelector('.to-run').click()")
            verdict = firefox.wait("document.querySelector('.verdict').textContent")
            assert verdict == "✓ This run kept the program's promise."
            assert firefox.ask("document.querySelectorAll('.moments .says code').length") == 3
        firefox.ask("document.querySelector('.to-edit').click()")
        firefox.ask("document.execCommand('selectAll')")
        firefox.ask("document.execCommand('insertText', false, 'while True: pass')")
        firefox.ask("document.querySelector('.to-run').click()")
        firefox.wait("document.querySelector('.status').textContent === 'Running'")
        firefox.ask("document.querySelector('.to-run').click()")
        firefox.wait("document.querySelector('.status').textContent.startsWith('stopped after')")
        firefox.ask("document.querySelector('.to-reset').click()")
        firefox.ask("document.querySelector('.to-run').click()")
        assert firefox.wait("document.querySelector('.verdict').textContent").startswith("✓")


def test_without_script_there_is_no_button(plain: Page, address: str) -> None:
    plain.goto(f"{address}fork/forks/")
    expect(plain.locator(".exhibit .live")).to_be_hidden()


def test_the_files_are_there_once(served: tuple[str, Path]) -> None:
    found = [path.relative_to(served[1]).as_posix() for path in served[1].rglob("*.state")]
    assert len(found) == 2
    assert all(path.startswith("live/") for path in found)


def test_without_the_machine_pages_are_as_before(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    plant(tree)
    built = mkdocs(tree, "zh", tree / "site")
    assert built.returncode == 0, built.stderr
    assert not (tree / "site" / "live").exists()
    assert not (tree / "site" / "playground").exists()
    assert "data-live" not in (tree / "site" / "fork" / "hello" / "index.html").read_text(encoding="utf-8")
    shown = tree / "site" / "assets" / "exhibit.js"
    assert shown.read_bytes() == (ROOT / "witness" / "exhibit" / "assets" / "exhibit.js").read_bytes()
    shutil.rmtree(tree / "site")
