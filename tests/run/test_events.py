"""What the observers and the supervisor write down is what `witness.run.events` reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from witness.errors import Mistake
from witness.run import events

RUN = Path(events.__file__).parent
SOURCES = [RUN / "supervisor.py", RUN / "leftovers.py", *sorted((RUN / "observer").glob("*.py"))]


def noted(source: Path) -> Iterator[tuple[str, int]]:
    """The kind and the number of fields of each event that a file writes down."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        what, *rest = [node.func, *node.args]
        while rest and not (isinstance(what, ast.Name | ast.Attribute) and ast.unparse(what).endswith("note")):
            what, *rest = rest  # or it is handed on, with the function: `atexit.register(note, "end")`
        kinds = [one.value for one in ast.walk(rest[0]) if isinstance(one, ast.Constant)] if rest else []
        for kind in kinds:
            if isinstance(kind, str):
                yield kind, len(rest) - 1


def test_all_that_is_written_down_is_listed_and_the_other_way_round() -> None:
    written = {event for source in SOURCES for event in noted(source)}
    assert written == {(kind, len(event._fields) - 1) for kind, event in events.KINDS.items()}


def test_every_kind_is_read(tmp_path: Path) -> None:
    log = tmp_path / "7.log"
    told = [(number, kind, *range(len(event._fields) - 1)) for number, (kind, event) in enumerate(events.KINDS.items())]
    log.write_text("".join(f"{line!r}\n" for line in told) + "(99, 'en", encoding="utf-8")
    (read,) = events.read(log, 7).values()
    assert [(type(event), event.moment) for event in read] == [
        (event, number) for number, event in enumerate(events.KINDS.values())
    ]


def test_missing_log(tmp_path: Path) -> None:
    assert events.read(tmp_path / "7.log") == {}


def test_log_in_that_of_another(tmp_path: Path) -> None:
    log = tmp_path / "7.log"
    log.write_text("(1, 'fork')\n(2, 'of', 8, 'start', 'fork', 7, [])\n(3, 'end')\n", encoding="utf-8")
    assert events.read(log, 7) == {
        7: [events.Fork(1), events.End(3)],
        8: [events.Start(2, "fork", 7, [])],
    }


@pytest.mark.parametrize("line", ["(1, 'bogus')", "(1, 'end', 2)", "(1, 'line', 2)", "(1, 2)"])
def test_what_is_not_listed_is_refused(tmp_path: Path, line: str) -> None:
    log = tmp_path / "7.log"
    log.write_text(f"(1, 'fork')\n{line}\n", encoding="utf-8")
    with pytest.raises(Mistake, match=r"7\.log, line 2"):
        events.read(log, 7)


def test_steps_are_left_out_once_there_are_enough(tmp_path: Path) -> None:
    log = tmp_path / "7.log"
    log.write_text("(1, 'line', 1, 0)\n" * 9 + "(2, 'end')\n", encoding="utf-8")
    assert events.read(log, 7, 4)[7] == [events.Line(1, 1, 0)] * 4 + [events.End(2)]


@pytest.mark.parametrize(
    "what",
    [b"", b"\n", b"one\n", b"a\\n", b"it's\n", b'"\n', b"it's \"\n", b"\n\n", b"\r\n", "汉字\n".encode(), b"', 1)\n"],
)
def test_what_was_printed(tmp_path: Path, what: bytes) -> None:
    log = tmp_path / "7.log"
    log.write_text(f"{(1, 'write', 2, what)!r}\n", encoding="utf-8")
    assert events.read(log, 7) == {7: [events.Writing(1, 2, what)]}
    log.write_text(f"{(1, 'call', what.decode(), 0)!r}\n", encoding="utf-8")
    assert events.read(log, 7) == {7: [events.Call(1, what.decode(), 0)]}
