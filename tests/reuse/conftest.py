"""The wheel is built and installed once."""

from __future__ import annotations

import pytest

from tests.reuse.elsewhere import Elsewhere


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """An environment that holds the wheel, and the examples."""
    return Elsewhere(tmp_path_factory.mktemp("elsewhere"))
