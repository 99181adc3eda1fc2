"""Chromium, as the system has it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window, for the thread that launches it; the test is skipped if there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: neither chromium, chromium-browser nor google-chrome is on PATH")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
