"""A recording as a Chrome trace, which chrome://tracing and Perfetto open.

The form: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU (Trace Event Format).
"""

from __future__ import annotations

import json
from typing import Any

from witness.ending import ending
from witness.exhibit.roster import Roster


def trace(roster: Roster) -> str:
    """The trace as JSON: a process for each process, its calls as slices, its lines and writes as instants."""
    recording = roster.recording
    events: list[dict[str, Any]] = []
    for index, (_, process) in enumerate(roster.tree):
        place = {"pid": process.pid, "tid": process.pid}
        events.append({"ph": "M", "name": "process_name", **place, "args": {"name": roster.names[process.pid]}})
        events.append({"ph": "M", "name": "process_sort_index", **place, "args": {"sort_index": index}})
        facts = {"role": process.role, "parent": process.ppid, "ended": ending(process.ended)}
        events.append(_slice(roster.names[process.pid], process.start, process.end, place, facts))
        if process.ppid in recording.by_pid:
            arrow = {"name": "made", "cat": "process", "id": process.pid}
            events.append({"ph": "s", "ts": _micro(process.made), "pid": process.ppid, "tid": process.ppid, **arrow})
            events.append({"ph": "f", "bp": "e", "ts": _micro(process.start), **place, **arrow})
    events += [_slice(c.name, c.start, c.end, _place(c.pid, c.thread), {}) for c in recording.calls]
    events += [_instant(f"line {ran.line}", ran.time, _place(ran.pid, ran.thread), {}) for ran in recording.ran]
    for write in recording.writes:
        text = recording.output[write.start : write.end]
        events.append(_instant("write", write.time, _place(write.pid, 0), {"text": text}))
    facts = {"program": recording.program, "python": recording.python, "start_method": recording.start_method}
    return json.dumps({"traceEvents": events, "otherData": facts}, ensure_ascii=False, separators=(",", ":"))


def trace_name(snippet: str, compared: str) -> str:
    """The name of the file that a trace is published under."""
    return f"{snippet}.{compared.replace(' ', '-')}.trace.json" if compared else f"{snippet}.trace.json"


def _place(pid: int, thread: int) -> dict[str, int]:
    return {"pid": pid, "tid": thread or pid}


def _slice(name: str, start: float, end: float, place: dict[str, int], facts: dict[str, Any]) -> dict[str, Any]:
    return {"ph": "X", "name": name, "ts": _micro(start), "dur": _micro(max(0.0, end - start)), **place, "args": facts}


def _instant(name: str, time: float, place: dict[str, int], facts: dict[str, Any]) -> dict[str, Any]:
    return {"ph": "i", "s": "t", "name": name, "ts": _micro(time), **place, "args": facts}


def _micro(seconds: float) -> float:
    return round(1e6 * seconds, 1)
