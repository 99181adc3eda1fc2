"""What the benchmarks build is a site as it has to be, or they measure nothing."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from book import gates
from book.written import Site
from tests.building import ROOT


def test_made_up_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    importlib.import_module("scale").synthetic(tmp_path, 12)
    monkeypatch.chdir(tmp_path)
    site = Site()
    assert [wrong for stage in gates.STAGES[:2] for gate in stage for wrong in gate(site)] == []
    assert gates.known(site) == []
    assert len(site.snippets) == 12
