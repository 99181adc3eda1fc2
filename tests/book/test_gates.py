"""The gates, asked as the build asks them: what is wrong is said with its place, all at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from book import gates, rules
from book.written import Site
from tests.book.faults import (
    FAULTS,
    comments,
    crlf_on_a_page,
    dead_link,
    different_outline,
    no_anchor,
    no_matter,
    no_promise,
    one_language,
    stale_evidence,
    too_long,
)
from tests.building import ROOT, show, vouch
from witness.errors import Mistake

pytestmark = pytest.mark.skipif(os.name == "nt", reason="programs with os.fork are run")


@pytest.fixture(autouse=True)
def there(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages name paths from the folder that a build runs in."""
    monkeypatch.chdir(tree)


def verify(tree: Path, *, strict: bool = True, vouched: bool = True) -> str:
    """What is said of a site; nothing if all is well."""
    if vouched:
        vouch(tree)
    try:
        return "\n".join(gates.verify(Site(), strict=strict))
    except Mistake as mistake:
        return str(mistake)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_refused(tree: Path, fault: Callable[[Path], None]) -> None:
    fault(tree)
    said = verify(tree)
    for text in FAULTS[fault]:
        assert said.count(text) == 1, said


def test_nothing_is_wrong(tree: Path) -> None:
    assert verify(tree) == ""


def test_everything_that_is_written_wrong_is_said_at_once(tree: Path) -> None:
    faults = [no_promise, dead_link, one_language, no_anchor, comments, no_matter, crlf_on_a_page]
    for fault in faults:
        fault(tree)
    said = verify(tree)
    assert [text for fault in faults for text in FAULTS[fault] if text.partition(": ")[2] not in said] == []


def test_a_program_that_outlives_its_time_is_ended(tree: Path) -> None:
    too_long(tree)
    assert "broken promise" in verify(tree)
    pid = int((tree.parent / "journal").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("fault", [one_language, different_outline, stale_evidence], ids=lambda fault: fault.__name__)
def test_who_writes_is_told_and_goes_on(tree: Path, fault: Callable[[Path], None]) -> None:
    fault(tree)
    vouch(tree)
    assert FAULTS[fault][0] in "\n".join(gates.verify(Site(), strict=False))
    with pytest.raises(Mistake):
        gates.verify(Site())


def test_who_writes_is_told_of_missing_evidence(tree: Path) -> None:
    assert "snippets/fork/hello.py: " in verify(tree, strict=False, vouched=False)


def test_a_program_with_a_mistake_is_no_matter_of_style(tree: Path) -> None:
    show(
        tree, "mistake", "print(1)\nprint(\n", "main: exit 1\n\nmain | ...\nmain | SyntaxError: '(' was never closed\n"
    )
    assert verify(tree) == ""


def test_the_versions_that_may_be_compared_are_those_that_are_tested() -> None:
    workflow = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert f"python: {list(rules.PYTHONS)}".replace("'", '"') in workflow
    assert all(f"\n            {build}\n" in workflow for build in rules.BUILDS)
