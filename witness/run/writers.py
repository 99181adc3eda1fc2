"""Who wrote which part of the output: a merge of what each process wrote, in its order, that gives what the reader saw.

The kernel alone knows the order in which the writes of several processes reached the terminal. But it keeps each write
whole and each process's writes in order, so the output itself tells; the moments decide only between writes alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Queues = dict[int, list[tuple[int, bytes]]]
PATIENCE = 200_000  # steps; two processes that write the same byte over and over must not hold up a build


@dataclass(frozen=True)
class Span:
    """One write and its place in the output, in bytes."""

    pid: int
    moment: int
    start: int
    end: int


def merge(output: bytes, written: Queues) -> list[Span]:
    """Find the place of each write.

    Args:
        output: all that was seen.
        written: for each PID the moments and bytes of its writes, in their order.

    Returns:
        The writes that were found, in the order of the output. What nobody is known to have written has no span.
    """
    queues = {pid: [(moment, data) for moment, data in writes if data] for pid, writes in written.items()}
    done = dict.fromkeys(queues, 0)
    spans: list[Span] = []
    place = 0
    steps = iter(range(PATIENCE + sum(map(len, queues.values()))))
    while place < len(output):
        found = _follow(output, place, queues, done, steps)
        for span in found:
            done[span.pid] += 1
        spans += found
        if found:
            place = found[-1].end
        if place < len(output):
            # Written by somebody unobserved, a program that is no Python for instance: go on after it.
            place = output.find(b"\n", place) + 1 or len(output)
    return spans


def _follow(output: bytes, place: int, queues: Queues, done: dict[int, int], steps: Iterator[int]) -> list[Span]:
    """Follow the output from `place` as far as the writes explain it, taking doubtful choices back where they fail."""
    done = dict(done)
    spans: list[Span] = []
    choices: list[list[int]] = []  # for each span, the other processes that could have written there
    longest: list[Span] = []
    for _ in steps:
        fits = [
            pid
            for pid, queue in queues.items()
            if done[pid] < len(queue) and output.startswith(queue[done[pid]][1], place)
        ]
        fits.sort(key=lambda pid: queues[pid][done[pid]][0])
        if not fits:
            if not longest or (spans and spans[-1].end > longest[-1].end):
                longest = list(spans)
            if place == len(output) or not any(choices):
                break
            while not fits:
                fits, span = choices.pop(), spans.pop()
                done[span.pid] -= 1
                place = span.start
        pid, *others = fits
        moment, data = queues[pid][done[pid]]
        spans.append(Span(pid, moment, place, place + len(data)))
        choices.append(others)
        done[pid] += 1
        place += len(data)
    return longest or spans
