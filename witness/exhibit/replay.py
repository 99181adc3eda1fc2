"""What `assets/replay.js` steps through: the events of a run in the order of time, few enough for a page."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Literal, NamedTuple

from markupsafe import Markup

from witness.exhibit.roster import Roster
from witness.exhibit.timeline import Timeline

STEPS = 400
"""A replay with more steps than that leaves out lines."""
LABELS = ("play", "pause", "back", "forward", "position", "ran", "said", "began", "ended")
"""The labels that it needs."""


class Step(NamedTuple):
    """One event. To the script it is an array of these, in this order."""

    milliseconds: float
    """Since the run began."""
    x: float
    """Where it is in the timeline."""
    lane: int
    """Whose it is: a place in the list of lanes, each a style and a name."""
    what: Literal["began", "ran", "said", "ended"]
    which: int
    """The line that it `ran`, from 1; the last line of the output that is there once it was `said`, from 0; else 0."""


def steps(roster: Roster, timeline: Timeline, unknown: str) -> Markup:
    """The lanes and the steps as JSON, to stand inside a `<script>`.

    Args:
        roster: who is who.
        timeline: where an event is.
        unknown: what to call the writer of what nobody is known to have written.
    """
    recording = roster.recording
    lanes = [(roster.styles[process.pid], roster.names[process.pid]) for _, process in roster.tree]
    lane = {process.pid: index for index, (_, process) in enumerate(roster.tree)}
    if any(write.pid not in lane for write in recording.writes):
        lanes.append(("px", unknown))
    events: list[tuple[float, int, Literal["began", "ran", "said", "ended"], int]] = []
    for process in recording.processes:
        events += [(process.start, lane[process.pid], "began", 0), (process.end, lane[process.pid], "ended", 0)]
    ends = list(accumulate((len(line) + 1 for line in recording.output.split("\n")), initial=0))
    every = -(-len(recording.writes) // (STEPS // 2)) or 1
    for write in recording.writes[-1::-every]:
        reached = sum(end < write.end for end in ends) - 1
        events.append((write.time, lane.get(write.pid, len(lanes) - 1), "said", reached))
    room = max(0, STEPS - len(events)) // max(1, len(roster.columns))
    for pid in roster.columns:
        own = [ran for ran in recording.ran if ran.pid == pid] if room else []
        every = -(-len(own) // max(1, room)) or 1
        events += [(ran.time, lane[pid], "ran", ran.line) for ran in own[::every]]
    events.sort()
    told = [Step(round(1000 * time, 2), timeline.x(time), who, what, which) for time, who, what, which in events]
    text = json.dumps({"lanes": lanes, "steps": told}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
