"""What the tests of the promise share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.promise import plays
from witness.recording import Recording

Hold = Callable[[str, Recording], str | None]


@pytest.fixture
def hold(tmp_path: Path) -> Hold:
    """Hold a run to the text of a promise: None, or the difference."""
    return lambda text, recording: plays.hold(text, recording, tmp_path)
