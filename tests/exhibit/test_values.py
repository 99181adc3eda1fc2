"""The history of a shared value: who read it, and what it was and became when somebody wrote it."""

from __future__ import annotations

from tests.exhibit.page import exhibit, rows, told
from tests.exhibit.runs import MAIN, life, run
from witness.exhibit.moments import MOST
from witness.recording import Access, Recording

NAMES = {MAIN: "parent", 1001: "one", 1002: "two"}


def shared(*accesses: Access) -> Recording:
    """Two that share something."""
    return run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8), life(1002, 0.2, 0.9), accesses=accesses)


def history(recording: Recording, language: str = "en") -> list[str]:
    """What is told of it."""
    return [row.text for row in rows(exhibit(recording, NAMES, language=language)) if row.what in ("reads", "writes")]


LOST = (
    Access(1001, 1, 0.3, "0", None),
    Access(1002, 1, 0.4, "0", None),
    Access(1001, 1, 0.5, "1", "0"),
    Access(1002, 1, 0.6, "1", "1"),
)


def test_in_words() -> None:
    assert history(shared(*LOST)) == [
        *("one reads the shared value: 0", "two reads the shared value: 0"),
        *("one writes the shared value: 0 → 1", "two writes the shared value: 1 → 1"),
    ]
    assert history(shared(*LOST), "zh") == [
        *("one 读共享值：0", "two 读共享值：0", "one 写共享值：0 → 1", "two 写共享值：1 → 1"),
    ]


def test_several_have_numbers() -> None:
    assert history(shared(Access(1001, 1, 0.3, "b'a'", None), Access(1001, 2, 0.4, "0.5", "0.25"))) == [
        *("one reads shared value 1: b'a'", "one writes shared value 2: 0.25 → 0.5"),
    ]


def test_who_reads_again_what_nobody_has_changed_is_told_once() -> None:
    first, again = Access(1001, 1, 0.3, "0", None), Access(1001, 1, 0.4, "0", None)
    assert len(history(shared(first, again))) == 1
    assert len(history(shared(first, again, Access(1002, 1, 0.5, "0", None), Access(1001, 1, 0.6, "0", None)))) == 3
    assert len(history(shared(first, Access(1002, 1, 0.35, "0", "0"), again))) == 3


def test_of_too_many_none_is_told() -> None:
    some = [Access(1001, 1, 0.3 + number / 1000, f"{number + 1}", f"{number}") for number in range(MOST + 1)]
    assert len(history(shared(*some[1:]))) == MOST
    assert told(exhibit(shared(*some), NAMES)) == told(exhibit(shared(), NAMES))
