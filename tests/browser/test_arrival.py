"""What a reader sees while a page is still arriving: however much of it is there, nothing moves when more comes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.visits import SIZES

TAKEN_BACK = """() => {
    const nodes = [], walk = document.createTreeWalker(document.body)
    while (walk.nextNode()) nodes.push(walk.currentNode)
    const end = document.querySelector("figure.exhibit .program").nextElementSibling
    const until = nodes.indexOf(end), range = document.createRange(), places = new Map(), moved = []
    const place = node => {
        range.selectNodeContents(node)
        const box = range.getBoundingClientRect()
        const seen = box.width && node.parentElement.checkVisibility({ visibilityProperty: true })
        return seen ? [box.x, box.y] : undefined
    }
    for (let count = nodes.length; count > 1; count--) {
        nodes[count - 1].remove()
        if (count > until) continue
        for (const node of nodes.slice(0, count - 1)) {
            if (node.nodeType !== 3 || !node.data.trim()) continue
            const before = places.get(node), now = place(node)
            places.set(node, now)
            if (before && now && Math.hypot(before[0] - now[0], before[1] - now[1]) > 2)
                moved.push([node.data.trim(), now, before])
        }
    }
    return moved
}"""
"""The page is taken back, node by node from its end: that is how it came. Tells each text that moved."""


@pytest.mark.parametrize("path", ["fork/zombie/", "en/pool/"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_while_the_page_arrives(browser: Browser, address: str, path: str, size: str) -> None:
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())  # what a script adds is not what arrives
        page.goto(address + path, wait_until="load")
        moved: list[Any] = page.evaluate(TAKEN_BACK)
    assert moved == []
