"""How soon a reader sees a page, beside CPython's own on the subject: `python benchmarks/paint.py [--beside FOLDER]`.

What is measured is the largest contentful paint (https://web.dev/articles/lcp), in a new browser each time, as on a
phone far from everything: 150 ms there and back, 1.6 Mbit/s, a processor four times as slow as this one. Both come
compressed from the same server in one run. CPython's pages are those of Debian's `python3-doc`, or those in the folder
given; see https://docs.python.org/3/download.html.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from measure import Bound, build, judge, tree
from playwright.sync_api import Browser, sync_playwright

from book.sites import SITES

DOCUMENTATION = "/usr/share/doc"
SUBJECT = "library/multiprocessing.html"
PAGES = ["", "fork/", "fork/zombie/", "start_methods/", "pool/", "symptoms/", "performance/cpu_bound/"]
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""Milliseconds, and bytes a second."""
PACKED = {".html", ".css", ".js", ".svg", ".json"}
PAINTED = """() => new Promise(painted => new PerformanceObserver(list => painted(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true }))"""


@functools.cache
def packed(path: Path) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes(), compresslevel=6)


class Handler(http.server.SimpleHTTPRequestHandler):
    """A server that compresses, keeps its connections and says nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, compressed where that is worth it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the browser has seen enough
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, which is served meanwhile."""
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def painted(browser: Browser, url: str) -> float:
    """When the largest part of a page is painted, in milliseconds from the click."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", LINE)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url, wait_until="networkidle")
        milliseconds: float = page.evaluate(PAINTED)
        return milliseconds


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each page is opened")
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="where CPython's documentation lies, as HTML")
    options = parser.parse_args()
    found = [options.beside] if options.beside else sorted(Path(DOCUMENTATION).glob("python3*/html"))
    if not found or not (found[-1] / SUBJECT).is_file():
        sys.exit(f"there is no {SUBJECT} in {found[-1] if found else DOCUMENTATION}; see --help, --beside")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("there is neither chromium nor google-chrome")
    took: dict[str, list[float]] = {}
    with tree() as copy, served(copy / "site") as ours, served(found[-1]) as theirs, sync_playwright() as playwright:
        for language in SITES:
            build(copy, language)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        places = [f"{root}{path}" for root in ("", "en/") for path in PAGES]
        urls = {place: ours + place for place in places} | {SUBJECT: theirs + SUBJECT}
        for _ in range(options.rounds):
            for name, url in urls.items():
                took.setdefault(name, []).append(painted(browser, url))
        browser.close()
    beside = statistics.median(took.pop(SUBJECT))
    print(f"{SUBJECT} of CPython: {beside:.0f} ms")
    return judge([Bound(f"/{place}", statistics.median(one) / beside, 0.6) for place, one in took.items()])


if __name__ == "__main__":
    sys.exit(main())
