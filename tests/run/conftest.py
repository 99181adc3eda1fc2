"""What the tests of runs are given: a stage, and each Python that is found on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.pythons import MINORS, find
from tests.run.stage import Stage
from witness.interpreter import Interpreter


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    for process in stage.left():
        process.kill()


@pytest.fixture(params=MINORS, ids=lambda minor: f"3.{minor}")
def python(request: pytest.FixtureRequest) -> Interpreter:
    found = find(request.param)
    if found is None:
        pytest.skip(f"no Python 3.{request.param} was found on this machine; WITNESS_PYTHONS can name one")
    return found


@pytest.fixture
def oldest() -> Interpreter:
    return next(python for python in map(find, MINORS) if python)
