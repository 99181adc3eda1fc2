"""Who is who, and where their bars stand."""

from __future__ import annotations

import pytest

from tests.exhibit.runs import recording, roster
from witness.exhibit.roster import COLUMNS


@pytest.mark.parametrize("workers", [3, 19, 59])
@pytest.mark.parametrize("alike", [True, False])
def test_bars_stand_in_a_bounded_number_of_columns(workers: int, alike: bool) -> None:
    run = recording(workers, 1500)
    cast = {p.pid: "main" if p.role == "main" else "worker" if alike else f"w{p.pid}" for p in run.processes}
    columns = roster(run, cast).columns
    assert set(columns) == {p.pid for p in run.processes}
    assert set(columns.values()) == set(range(max(columns.values()) + 1))
    assert len(set(columns.values())) <= COLUMNS
