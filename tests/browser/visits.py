"""A visit to each page of both languages: what a browser finds there, in both sizes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser import axe
from tests.browser.chromium import launched

LANGUAGES = {"zh": "", "en": "en/"}
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
READY = "globalThis.document$ && !document.querySelector('article > table:not([class])')"
"""The theme's script, which comes last, has put each table into a frame in which it scrolls."""
EXHIBITS = """() => [...document.querySelectorAll("figure.exhibit:not([data-snippet=program])")].map(figure => ({
    name: figure.dataset.snippet,
    code: figure.querySelector(".program code").textContent,
    promised: figure.querySelectorAll(".promise .said, .promise .cast").length,
    runs: [...figure.querySelectorAll("section.run")].map(run => ({
        names: [...run.querySelectorAll(".heads li")].map(head => head.firstChild.textContent.trim()),
        pids: [...run.querySelectorAll(".heads small")].map(pid => pid.textContent),
        said: [...run.querySelectorAll(".moments .says code")].map(line => ({
            name: line.closest("li").dataset.name,
            text: line.textContent,
            pids: [...line.querySelectorAll(".pid")].map(pid => pid.textContent),
        })),
    })),
}))"""
LINKS = (
    """() => [...document.querySelectorAll("link[rel~=alternate][hreflang]")].map(link => [link.hreflang, link.href])"""
)
OPEN = """() => {
    document.querySelectorAll("details").forEach(details => details.open = true)
    document.querySelectorAll(".exhibit .open").forEach(button => button.click())
}"""
LAID_OUT = """async () => {
    // What a new size sets in motion, such as the drawer, has come to its end.
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    document.getAnimations().forEach(one => Number.isFinite(one.effect.getComputedTiming().endTime) && one.finish())
    const wrong = [], sideways = document.scrollingElement.scrollWidth - innerWidth
    if (sideways > 0) wrong.push(`${sideways} pixels lie outside the window`)
    const labels = ".heads li, .heads label, .moments svg, .moments li > :is(code, span), .moments summary, .differ b, "
        + "figcaption > span:not(:empty, .tools), .tools > *, .timeline text"
    for (const figure of document.querySelectorAll("figure.exhibit")) {
        const boxes = [...figure.querySelectorAll(labels)].map(one => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width && box.height)
        boxes.forEach(([one, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
            if (across > 1 && down > 2) wrong.push(`${one.textContent.trim()} lies over ${other.textContent.trim()}`)
        }))
        for (const one of figure.querySelectorAll("*")) {
            if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue
            if (one.localName === "title" || !one.ownerSVGElement && !one.getClientRects().length) continue
            const size = parseFloat(getComputedStyle(one).fontSize) * (one.ownerSVGElement?.getScreenCTM().a ?? 1)
            if (size < 10.9) wrong.push(`${size} pixels: ${one.textContent.trim().slice(0, 30)}`)
        }
    }
    return [...new Set(wrong)]
}"""
"""What lies outside the window or over another label, and what is too small to be read."""


@dataclass
class Visit:
    """What a browser found on one page."""

    path: str
    """From the root of the site: `en/fork/`."""
    lang: str = ""
    alternates: list[list[str]] = field(default_factory=list)
    exhibits: list[dict[str, Any]] = field(default_factory=list)
    misplaced: dict[str, list[str]] = field(default_factory=dict)
    """By the size of the window."""
    barriers: dict[str, Any] = field(default_factory=dict)
    """What axe-core finds wrong, by the scheme."""
    wrong: list[str] = field(default_factory=list)
    """Errors in the console, exceptions, and requests that failed."""
    requests: list[str] = field(default_factory=list)


def visit_all(site: Path, address: str) -> list[Visit]:
    """Visit each page, in a browser of its own for each language: a browser waits much, and there are many pages."""
    pages = [path for path in sorted(site.rglob("index.html")) if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    found = [path.parent.relative_to(site).as_posix() for path in pages]
    visits = [Visit("" if path == "." else f"{path}/") for path in found]
    english = [one for one in visits if one.path.startswith(LANGUAGES["en"])]
    with ThreadPoolExecutor() as both:
        parts = [english, [one for one in visits if one not in english]]
        kinds: set[str] = set()  # known to both: an element looks alike in both languages
        list(both.map(lambda part: _visit(part, address, kinds), parts))
    return visits


def _visit(visits: list[Visit], address: str, kinds: set[str]) -> None:
    with launched() as browser, browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        at = visits[0]
        page.on("console", lambda message: at.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: at.wrong.append(str(error)))
        page.on("request", lambda request: at.requests.append(request.url))
        page.on("response", lambda got: at.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        # A request that is still under way when the next page is asked for is aborted; that is no failure.
        page.on(
            "requestfailed",
            lambda request: (
                at.wrong.append(f"{request.failure} {request.url}") if request.failure != "net::ERR_ABORTED" else None
            ),
        )
        for number, one in enumerate(visits):
            at = one
            page.goto(address + one.path)
            page.wait_for_function(READY)
            one.lang = page.evaluate("document.documentElement.lang")
            one.alternates = page.evaluate(LINKS)
            one.exhibits = page.evaluate(EXHIBITS)
            page.evaluate(OPEN)
            # The window keeps its size from one page to the next: a new one takes longer than the page.
            for size in sorted(SIZES, reverse=number % 2 == 1):
                width, height = SIZES[size]
                if page.viewport_size != {"width": width, "height": height}:
                    page.set_viewport_size({"width": width, "height": height})
                one.misplaced[size] = page.evaluate(LAID_OUT)
            one.barriers = axe.check(page, kinds)
