"""The tree of processes in words: it says what the timeline shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from witness.ending import ending
from witness.exhibit.pieces import Piece
from witness.exhibit.roster import Roster, ranges
from witness.recording import Process


@dataclass(frozen=True)
class Node:
    """A process, with those that it made."""

    name: Piece
    pid: int
    facts: tuple[str, ...]
    children: list[Node] = field(default_factory=list)


def tree(roster: Roster, label: Mapping[str, str]) -> list[Node]:
    """The processes that no other process of the run made, with all below them."""
    top: list[Node] = []
    above: list[Node] = []
    for depth, process in roster.tree:
        node = Node(roster.chip(process.pid), process.pid, tuple(_facts(process, roster, label)))
        del above[depth:]
        (above[-1].children if above else top).append(node)
        above.append(node)
    return top


def _facts(process: Process, roster: Roster, label: Mapping[str, str]) -> list[str]:
    """What it was, did and came to."""
    lines = label["list"].join(ranges(roster.lines(process.pid)))
    said = sum(process.pid in line.speakers for line in roster.recording.lines)
    facts = [label[f"role {process.role}"]]
    if process.asked_by != process.ppid and process.asked_by in roster.names:
        facts.append(label["asked"].format(name=roster.names[process.asked_by]))
    facts += [] if process.watched else [label["unwatched"]]
    facts += [label["lines"].format(lines=lines)] if lines else []
    facts += [label["wrote"].format(count=said)] if said else []
    facts.append(label["lived"].format(start=1000 * process.start, end=1000 * process.end))
    code = process.exit_code
    kind = "unseen" if code is None else "exit" if code >= 0 else "killed"
    facts.append(label[kind].format(code=code, signal=ending(code)))
    return facts
