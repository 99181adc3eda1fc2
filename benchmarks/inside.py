"""How long a reader waits for a program that runs in the page, and what the tab takes: `python benchmarks/inside.py`.

Each figure is the median of several browsers: from the click on Run, on a page served from this machine, all that is
fetched already kept or not. The machine has to have been built: `nox -s machine`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path

import psutil
from measure import ROOT, Bound, build, judge, tree
from paint import served
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from book.sites import LIVE
from live import files
from tests.browser.chromium import CHROMIUM

PATIENCE = 120_000
"""Milliseconds."""
PROGRAM = """\
import multiprocessing


def work(number):
    print("child", number)


if __name__ == "__main__":
    child = multiprocessing.Process(target=work, args=(1,))
    child.start()
    child.join()
"""
MARKS = (
    "() => Object.fromEntries(performance.getEntriesByType('mark').reverse().map(m => [m.name, m.startTime / 1000]))"
)


def run(page: Page) -> dict[str, float]:
    """Run what is in the editor; what happened when, in seconds from the click."""
    page.evaluate("document.querySelector('.to-run').click()")
    page.wait_for_function(f"({MARKS})().drawn", timeout=PATIENCE)
    marks: dict[str, float] = page.evaluate(MARKS)
    return {name: moment - marks["began"] for name, moment in marks.items()}


def begin(context: BrowserContext, url: str) -> Page:
    """Open a page, and its program in the editor."""
    page = context.new_page()
    page.goto(url)
    page.locator(".exhibit button.live").first.click()
    page.locator(".to-run").wait_for(timeout=PATIENCE)
    return page


def memory(browser: Browser) -> float:
    """What the largest of the browser's processes has for itself, in MiB."""
    marker = "--type=renderer"
    found = [one for one in psutil.Process().children(recursive=True) if marker in " ".join(one.cmdline())]
    assert browser.is_connected()
    return max(one.memory_full_info().uss for one in found) / 2**20


def measure(browser: Browser, url: str, took: dict[str, list[float]]) -> None:
    """One reader: runs the program twice, then one under each other start method on the newest Python."""
    with browser.new_context() as context:
        page = begin(context, url)
        before = memory(browser)
        for word in ("first", "again"):
            marks = run(page)
            if word == "first":
                took.setdefault("restored", []).append(marks["restored"])
            took.setdefault(f"{word} printed", []).append(marks["printed"])
            took.setdefault(f"{word} drawn after its end", []).append(marks["drawn"] - marks["ended"])
        took.setdefault("tab", []).append(memory(browser))
        took.setdefault("page", []).append(before)
        python, method = page.locator(".bar select").all()
        python.select_option(index=1)
        page.locator(".to-edit").click()
        page.locator(".cm-content").fill(PROGRAM)
        run(page)
        for word in ("fork", "spawn", "forkserver"):
            method.select_option(word)
            took.setdefault(word, []).append(run(page)["ended"])


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how many browsers")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="a site that was built with Live")
    options = parser.parse_args()
    if why := files.missing():
        sys.exit(f"there is no Live to measure: {why}")
    if CHROMIUM is None:
        sys.exit("there is no Chromium")
    os.environ |= {LIVE: "yes", "MACHINE_STORE": str(ROOT / ".machine")}
    took: dict[str, list[float]] = {}
    with tree() as copy, sync_playwright() as playwright:
        if not options.site:
            build(copy, "zh")
        with served(options.site or copy / "site") as address:
            for _ in range(options.rounds):
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                measure(browser, f"{address}fork/", took)
                browser.close()
    median = {name: statistics.median(figures) for name, figures in took.items()}
    limits = {
        "restored": 1.0, "first printed": 2.0, "first drawn after its end": 1.5, "again printed": 0.6,
        "again drawn after its end": 1.5, "fork": None, "spawn": 3.0, "forkserver": 3.0,
    }  # fmt: skip
    bounds = [Bound(f"fork/: {name}", median[name], limit, "s") for name, limit in limits.items()]
    bounds += [Bound("memory of the tab", median["tab"], 400, "MiB"), Bound("of it before", median["page"], unit="MiB")]
    return judge(bounds)


if __name__ == "__main__":
    sys.exit(main())
