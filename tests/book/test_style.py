"""What is left of a style sheet."""

from __future__ import annotations

import pytest

from book import style

SEEN = set(style.attributes('<body dir="ltr" class="md-nav js"><p class=plain><i class="md-nav__item" id="top">'))


@pytest.mark.parametrize(
    "kept",
    [
        "p{color:red}",
        ".md-nav{color:red}",
        ".md-nav .md-nav__item{color:red}",
        "@media print{.js p{color:red}}",
        ".md-source,p{color:red}",
    ],
)
def test_what_an_element_may_use_stays(kept: str) -> None:
    assert style.used(kept, SEEN) == kept


@pytest.mark.parametrize(
    ("sheet", "rest"),
    [
        (".md-source{color:red}p{color:red}", "p{color:red}"),
        (".md-nav .md-source{color:red}", ""),
        ("@media print{.md-source{color:red}}", ""),
        (":root{--md-a:1px;--md-b:2px}p{top:var(--md-a)}", ":root{--md-a:1px}p{top:var(--md-a)}"),
        (":root{--md-a:1px}.md-source{top:var(--md-a)}", ""),
    ],
)
def test_what_none_can_use_goes(sheet: str, rest: str) -> None:
    assert style.used(sheet, SEEN) == rest


def test_what_a_script_may_set_stays() -> None:
    assert style.used(".md-copied{color:red}", {*SEEN, "md-copied"}) == ".md-copied{color:red}"
