"""Who is who, what they are called, and where their bars stand."""

from __future__ import annotations

import pytest

from tests.exhibit.page import exhibit, having, text, told
from tests.exhibit.runs import MAIN, life, recording, roster, run
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


@pytest.mark.parametrize(
    ("name", "output", "shown"),
    [
        ("main_0_2", "main (1)\nmain-0 (2)\nmain-0-2 (3)\n", "main-0-2"),
        ("main_0", "main-0-2 (3)\nmain-0 (2)\n", "main-0"),
        ("child_0", "child 0 (2)\n", "child 0"),
        ("child_1", "grandchild 1\nchild 10\n", "child_1"),
        ("a_b", "a_b\na-b\n", "a_b"),
        ("child", "Child\n", "child"),
    ],
)
def test_a_process_is_called_as_the_program_calls_it(name: str, output: str, shown: str) -> None:
    made = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.9), said=((MAIN, 0.5, output),))
    page = exhibit(
        made, {MAIN: "main", 1001: name}, promise=f"main: exit 0\n  {name}: exit 0\n\n{name} | x {{{name}}}\n"
    )
    assert told(page)[1] == f"main forks {shown}"
    (_, ends) = (text(cast).strip() for cast in having(page, "cast"))
    assert ends == f"main makes {shown}, which ends with exit code 0"
    (said,) = having(page, "said")
    assert text(said) == f"{shown}x {shown}"
