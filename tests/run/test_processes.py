"""Which processes there were, of what they and others wrote down."""

from __future__ import annotations

from witness.run.events import Begin, End, Event, Fork, Start, Waited
from witness.run.processes import Processes


def test_children_are_told_apart_where_pids_begin_anew() -> None:
    """The kernel gives the lowest that is free once it has come to the highest; that is 32768 on many machines."""
    observed: dict[int, list[Event]] = {
        32766: [Start(0, "exec", 1, []), Fork(1000), Waited(2000, 32767, 0), Fork(3000), Waited(4000, 301, 0)],
        32767: [Start(1100, "fork", 32766, []), End(1500)],
        301: [Start(3100, "fork", 32766, []), End(3500)],
    }
    processes = Processes(observed, [Begin(0)], 32766).all()
    assert {process.pid: process.made for process in processes[1:]} == {32767: 1e-6, 301: 3e-6}
