"""The site that the tests look at: both languages, built once from this repository, served, and a browser for it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from witness import snippet
from witness.check import evidence
from witness.errors import Mistake

ROOT = Path(__file__).parent.parent
os.environ["PYTHONPATH"] = str(ROOT)  # nothing of ours is installed, and some tests run it in other folders
CONFIGS = {"mkdocs.yml": "", "mkdocs.en.yml": "en"}
"""Each language's settings and its folder in the site, in the order in which they are built."""
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
QUIET = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "true"}

# Whoever starts us in the background of a script has us ignore it, and with us all that the tests start and stop.
signal.signal(signal.SIGINT, signal.default_int_handler)


def vouch(tree: Path) -> None:
    """Give each snippet of a small tree evidence, without the many runs."""
    with contextlib.suppress(Mistake):
        seen = {"": evidence.Seen(1, 1)}
        for one in snippet.find(tree / "snippets").values():
            with contextlib.suppress(Mistake):
                orders = (evidence.Order(tuple(one.promise.cast), seen, seen),)
                about = evidence.Evidence(*evidence.digests(one), "2026-01-01", ("3.11.0",), seen, orders, 0, seen)
                evidence.save(sys.platform, {one.name: about}, tree / evidence.FOLDER)


def mkdocs(
    tree: Path, config: str, folder: Path, *, vouched: bool = True, **env: str
) -> subprocess.CompletedProcess[str]:
    """Build one language of the site in `tree` into `folder`, as `nox -s docs` does."""
    if vouched and tree != ROOT:
        vouch(tree)
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", folder],
        cwd=tree,
        env=os.environ | QUIET | {"SITE_URL": "", "SITE_URL_EN": "", "PYTHONWARNINGS": ""} | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, the English one in `en`; the workers of pytest-xdist share it."""
    if sys.platform == "win32":
        pytest.skip("the site is built on Linux or macOS")
    import fcntl  # noqa: PLC0415 - Windows has none

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "web" / "record"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for config, inside in CONFIGS.items():
                built = mkdocs(ROOT, config, shared / "unfinished" / inside)
                assert built.returncode == 0, f"{config} does not build:\n{built.stderr}"
            folder.parent.mkdir()
            (shared / "unfinished").rename(folder)
    return folder


class Handler(http.server.SimpleHTTPRequestHandler):
    """A plain server of files that keeps its connections and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served: not at the root, so that an address that forgets where the site lies is a dead one."""
    handler = functools.partial(Handler, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: neither chromium, chromium-browser nor google-chrome is on PATH")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who likes it light."""
    with browser.new_context(color_scheme="light") as context:
        context.set_default_timeout(10_000)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page."""
    return context.new_page()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without script."""
    with browser.new_context(java_script_enabled=False) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()
