"""Every Python fence that a reader can see is linted, and every whole program runs, by means of pytest-examples.

It would run an example inside pytest's own process, with `print` replaced there: what a child prints would be lost to
it, and a fork would fork pytest. So here its `run` has a process and a terminal of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from pytest_examples import CodeExample, EvalExample, find_examples

from book import outline, rules
from witness import interpreter, snippet
from witness.run.terminal import run

SNIPPETS = snippet.find(Path("snippets"))


class Witnessed(EvalExample):
    """Runs an example as its reader would."""

    def run(self, example: CodeExample, **_: Any) -> dict[str, Any]:
        """Run the example in a process and a terminal of its own."""
        __tracebackhide__ = True
        recording = run(self._write_file(example), interpreter.ask())
        if recording.problems or recording.exit_code:
            pytest.fail(f"{example}: exit code {recording.exit_code}\n{recording.output}", pytrace=False)
        return {}


@pytest.fixture(name="eval_example")
def witnessed(tmp_path: Path, request: pytest.FixtureRequest) -> Witnessed:
    return Witnessed(tmp_path=tmp_path, pytest_request=request)


def examples() -> Iterator[ParameterSet]:
    """What a reader sees: where a fence shows a snippet, the snippet in its place, once."""
    shown = set()
    for example in find_examples("docs/zh", "docs/en"):
        calls = list(outline.CALL.finditer(example.source))
        if not calls and rules.CALLING_FENCE.fullmatch(example.source.strip()):
            continue  # the playground's: its program is the reader's
        if not calls:
            yield pytest.param(example, id=str(example))
        for name in [call[2] for call in calls if call[1] == "exhibit" and call[2] not in shown]:
            shown.add(name)
            one = SNIPPETS[name]
            yield pytest.param(CodeExample.create(one.source, path=one.path.with_suffix("")), id=one.name)


ALLOWED = {
    "fork": ["UP031"],  # the article's own way to format
    "format_error": ["UP031", "F509", "PLE1300"],  # its mistake is its lesson
    "pool": ["UP031"],
    "process": ["UP031"],
}
"""Rules that an example may break, beside those that are about libraries and not about short programs."""


@pytest.mark.parametrize("example", list(examples()))
def test_example(example: CodeExample, eval_example: Witnessed) -> None:
    fragment = "fragment" in example.prefix_settings()
    allowed = ["F821"] if fragment else ALLOWED.get(example.path.name, [])
    eval_example.set_config(
        line_length=88, target_version="py310", ruff_ignore=["A", "ARG", "D", "PERF203", "PLW0603", *allowed]
    )
    eval_example.lint(example)
    if not fragment and example.path.name not in SNIPPETS:  # whether those keep their promises is tested by itself
        eval_example.run(example)


def test_every_snippet_is_an_example() -> None:
    assert {parameter.id for parameter in examples()} >= SNIPPETS.keys()
