"""The recording as a Chrome trace."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest

from tests.exhibit.runs import recording, roster
from witness.exhibit.trace import trace


def by(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["ph"] == kind]


@pytest.mark.parametrize(("workers", "events"), [(1, 10), (19, 1500), (59, 1500)])
def test_the_trace_is_valid_and_complete(workers: int, events: int) -> None:
    run = recording(workers, events)
    names = roster(run)
    facts = json.loads(trace(names))
    found: list[dict[str, Any]] = facts["traceEvents"]
    assert facts["otherData"] == {"program": "wide.py", "python": "3.14.0", "start_method": "fork"}
    pids = {p.pid for p in run.processes}
    for event in found:
        assert event["ph"] in set("MXsfi")
        assert event["pid"] in pids
        assert isinstance(event["tid"], int)
        if event["ph"] != "M":
            assert 0 <= event["ts"] <= 1e6 * run.duration
        if event["ph"] == "X":
            assert event["dur"] >= 0
        if event["ph"] == "i":
            assert event["s"] in {"g", "p", "t"}
    of = functools.partial(by, found)
    assert {e["pid"]: e["args"]["name"] for e in of("M") if e["name"] == "process_name"} == names.names
    starts, ends = ({e["id"]: e for e in of(kind)} for kind in "sf")
    assert set(starts) == set(ends) == pids - {1000}
    assert all(starts[pid]["pid"] == 1000 and ends[pid]["pid"] == pid for pid in starts)
    assert all(starts[pid]["ts"] <= ends[pid]["ts"] and ends[pid]["bp"] == "e" for pid in starts)
    assert all((starts[p]["name"], starts[p]["cat"]) == (ends[p]["name"], ends[p]["cat"]) for p in starts)
    lines = sorted((e["pid"], e["ts"], e["name"]) for e in of("i") if e["name"].startswith("line"))
    assert lines == sorted((r.pid, round(1e6 * r.time, 1), f"line {r.line}") for r in run.ran)
    assert "".join(e["args"]["text"] for e in of("i") if e["name"] == "write") == run.output
    assert len(of("X")) == len(run.calls) + len(run.processes)
