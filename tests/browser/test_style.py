"""What was left out of the style sheet is nothing that a page shows."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from book import style
from live import files as live
from tests.building import ROOT
from witness.exhibit.figure import ASSETS

THEME = [ROOT / "docs" / "theme", Path(str(files("material"))) / "templates"]
LOOKS = """() => {
    const kinds = new Map(), kind = element => `${element.tagName} ${element.getAttribute("class")}`
    for (const element of document.querySelectorAll("*"))
        kinds.set(`${kind(element)} in ${kind(element.parentElement ?? element)}`, element)
    return [...kinds].flatMap(([name, element]) => [null, "::before", "::after"].map(part => {
        const look = getComputedStyle(element, part)
        if (part && look.content === "none") return name
        const seen = [...look].filter(property => !property.startsWith("--"))
        return [name, part, ...seen.map(property => look.getPropertyValue(property))].join(";").replaceAll("0%", "0px")
    }))
}"""
"""What one element of each kind computes to, and what is made before and behind it; variables show in their use."""


BUTTON = "" if live.missing() else live.style("zh")
"""What the sheet has besides where programs run in their pages."""
STILL = "*, ::before, ::after { transition: none !important }"


def test_an_exhibit_that_is_fetched_finds_all_its_style(site: Path) -> None:
    named = set(re.findall(r"\.([a-z][\w-]*)", (ASSETS / "exhibit.css").read_text(encoding="utf-8")))
    left = set(re.findall(r"\.([a-z][\w-]*)", (site / "assets" / "style.css").read_text(encoding="utf-8")))
    assert named <= left


@pytest.mark.parametrize("path", ["fork/zombie/", "en/pool/", "404.html"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_each_element_looks_as_with_the_whole_sheet(
    browser: Browser, site: Path, address: str, path: str, media: Literal["screen", "print"]
) -> None:
    def looks(sheet: str) -> list[str]:
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            page.emulate_media(media=media)
            page.route("**/style.css", lambda route: route.fulfill(body=sheet + STILL, content_type="text/css"))
            page.goto(address + path)
            found: list[str] = page.evaluate(LOOKS)
            return found

    assert looks((site / "assets" / "style.css").read_text(encoding="utf-8")) == looks(style.whole(THEME) + BUTTON)
