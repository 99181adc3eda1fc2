"""What axe-core finds wrong with a page, by WCAG 2.2 AA and good practice."""

from __future__ import annotations

import importlib.resources
from typing import Any

from playwright.sync_api import Page

SCRIPT = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WRITTEN = [
    "document-title",
    "duplicate-id-aria",
    "empty-heading",
    "empty-table-header",
    "heading-order",
    "image-alt",
    "link-name",
    "list",
    "page-has-heading-one",
    "scope-attr-valid",
    "td-headers-attr",
]
"""Rules about what an author writes; by the others, elements of a kind are right on all pages or on none."""
RUN = """async rules => {
    document.getAnimations().forEach(one => one.finish())
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-fresh]" }] })
    // What is half in view is no small target: the sidebar scrolls, and what sticks to an edge lies over what scrolls.
    const where = { exclude: [".md-sidebar"] }
    document.querySelectorAll("witness-replay").forEach(one => one.style.position = "static")
    const found = await axe.run(where, { runOnly: rules, resultTypes: ["violations"], preload: false })
    return found.violations.map(one => [one.id, one.nodes.map(node => `${node.target}`)])
}"""
FRESH = """known => {
    // A colour comes from the classes of an element and of those around it: one of each such kind is enough.
    const kinds = {}
    for (const one of document.body.querySelectorAll("*")) {
        if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue
        let kind = ""
        for (let part = one; part !== document.body; part = part.parentElement)
            kind = `${part.localName}.${[...part.classList].sort().join(".")} > ${kind}`
        kinds[kind] ??= one
    }
    known.forEach(kind => delete kinds[kind])
    Object.values(kinds).forEach(one => one.dataset.fresh = "")
    return Object.keys(kinds)
}"""


def check(page: Page, known: set[str]) -> dict[str, Any]:
    """What is wrong with a page, by the scheme.

    Args:
        page: that it is on.
        known: the kinds of elements that have been held to all rules on other pages; that takes long. Gets those of
            this page too.
    """
    fresh = page.evaluate(FRESH, list(known))
    known.update(fresh)
    page.evaluate(SCRIPT)
    wrong = {"light": page.evaluate(RUN, RULES if fresh else WRITTEN)}
    if fresh:
        page.emulate_media(color_scheme="dark")
        wrong["dark"] = page.evaluate(RUN, ["color-contrast"])
        page.emulate_media(color_scheme="light")
    return {scheme: found for scheme, found in wrong.items() if found}
