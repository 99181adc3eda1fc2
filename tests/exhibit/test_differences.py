"""What is wrong with a run is said in Chinese where its reader reads Chinese, and what a program printed stays."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promise.plays import FORK, FORKED, MAIN, hold, record
from witness.exhibit.differences import told

ROOT = Path(__file__).parents[2] / "witness"
SAID = {
    "promise/report.py": {"given_up"},
    "promise/naming.py": set(),
    "promise/cast.py": set(),
    "promise/step.py": set(),
    "promise/turns.py": {"_late"},
    "run/problems.py": {"notes", "_why_unwatched", "how_it_ended"},
    "run/listener.py": set(),
}
"""Where a difference is put together, and the functions there that say something else, or a part of a sentence."""
AFTER = "one that comes after it has said this already"
VALUES = ("7", "x", ">", "7 seconds", "start", "hangs", AFTER)
WORDS = 3
"""In fewer there is no sentence."""


class _Said(ast.NodeTransformer):
    """Leaves of a module what may be said: neither docstrings nor settings nor what something is compared with."""

    def __init__(self, excluded: set[str]) -> None:
        self.excluded = excluded

    def visit(self, node: ast.AST) -> ast.AST | None:
        settings = isinstance(node, ast.Assign | ast.AnnAssign) and node.col_offset == 0
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if settings or text or isinstance(node, ast.Compare) or getattr(node, "name", "") in self.excluded:
            return None
        self.generic_visit(node)
        return node


def sentences() -> Iterator[str]:
    """The templates of all that is said, as `str.format` has them."""
    for name, excluded in SAID.items():
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        _Said(excluded).visit(tree)
        inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        for node in ast.walk(tree):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node] if node not in inner else []
            if all(isinstance(part, ast.Constant | ast.FormattedValue) for part in parts):
                words = [part.value if isinstance(part, ast.Constant) else "{}" for part in parts]
                text = "".join(word for word in words if isinstance(word, str))
                if len(text.replace("{}", "").split()) >= WORDS:
                    yield text


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_has_its_chinese(sentence: str) -> None:
    line = sentence.strip("\n").rpartition("\n")[2]
    filled = {line.replace("{}", "%s") % values for values in itertools.product(VALUES, repeat=line.count("{}"))}
    assert any(told(one, "zh") != one for one in filled), f"witness/exhibit/differences.py lacks: {sentence}"


def test_sentences_are_found() -> None:
    assert len(set(sentences())) > 20


def test_what_was_printed_stays_as_it_is(tmp_path: Path) -> None:
    said = "4100 | there were 2 of it\n4100 | more\n"
    difference = hold("main: exit 0\n\nmain | it hangs\n", record(said), tmp_path)
    assert difference is not None
    assert told(difference, "en") == difference
    lines = told(difference, "zh").split("\n")
    assert lines[0].endswith("：承诺的（-），看到的（+）")
    assert lines[1:3] == ["  - main | it hangs", "  + main | there were 2 of it"]


def test_an_ending_and_a_number_of_processes(tmp_path: Path) -> None:
    difference = hold(FORK, record(FORKED, ((4101, MAIN, -9),)), tmp_path)
    assert told(difference or "", "zh").endswith("    它被信号 SIGKILL 终止")
    difference = hold("main: exit 0\n  child: exit 0\n", record("", ()), tmp_path)
    assert told(difference or "", "zh").endswith("    实际有 0 个")


def test_a_run_that_was_ended(tmp_path: Path) -> None:
    problems = ("it did not end within 1 second; what was ended: a (PID 4100, asleep)",)
    difference = hold("main: exit 0\n", record("4100 | on\n", problems=problems), tmp_path)
    assert told(difference or "", "zh").split("\n")[:2] == [
        "  1 秒内没有结束，被终止的有：a (PID 4100, asleep)",
        "  到那时为止的输出：",
    ]


def test_a_promise_that_leaves_too_much_open() -> None:
    text = "  (given up: the promise leaves too much open; name more processes in lines)"
    assert told(text, "zh") == "  （承诺留下的可能太多，没有比完）"
