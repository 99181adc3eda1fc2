"""The instances of an `each` among themselves: how many are under way at once, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator

from witness.promise.script import Scene
from witness.promise.state import Progress, Stage
from witness.promise.strands import Strand


def in_turn(
    scene: Scene,
    strand: Strand,
    place: int,
    stage: Stage,
    before: Progress | None,
    progress: Progress,
    now: int,
) -> tuple[Stage, Progress] | str:
    """How it stands when a strand has said the phrase at `place`; a text if that was not allowed.

    Args:
        scene: where it is.
        strand: an instance.
        place: that of the phrase.
        stage: how it stood before.
        before: how far the strand had come; None if it had not begun.
        progress: how far it has come now.
        now: which line of the output it is.
    """
    each = strand.each
    assert each is not None
    if before is None:
        begun = stage.begun.get(each.number) or 0
        stage = stage._replace(begun=stage.begun.put(each.number, begun + 1))
        if each.order == "first in first out":
            progress = progress._replace(turn=begun)
    if each.order:
        turn = strand.number if each.order == "in order" else progress.turn
        if each.order == "in order" or place > 0:
            late = _late(strand, place, stage, turn)
            if late:
                return f"it is not its turn: {late}"
            stage = stage._replace(turns=stage.turns.put((each.number, place), turn))
    if each.at_once is not None:
        progress = progress._replace(first=now if before is None else progress.first, last=now)
        if before is None or strand.over(before):
            most = _most(scene, strand, stage, before, now)
            if most > each.at_once:
                return f"{most} are under way at once"
    return stage, progress


def _late(strand: Strand, place: int, stage: Stage, turn: int) -> str:
    """Who should have said the phrase before, or should not have yet; empty if it is the turn of this one."""
    assert strand.each is not None
    latest = stage.turns.get((strand.each.number, place))
    latest = -1 if latest is None else latest
    if turn < latest:
        return "one that comes after it has said this already"
    if strand.phrases[place].low and turn > latest + 1:
        return "one that comes before it has not said this yet"
    return ""


def _most(scene: Scene, strand: Strand, stage: Stage, before: Progress | None, now: int) -> int:
    """How many instances are under way at once, at most, now that this one begins, or goes on when it could be over."""
    others = [
        (progress, not one.over(progress)) for one, progress in _others(scene, strand, stage) if progress.first >= 0
    ]
    if before is None:
        return 1 + sum(left for _, left in others)
    most = 0
    for begun in (progress.first for progress, _ in others if before.last < progress.first < now):
        most = max(most, 1 + sum(p.first <= begun and (left or p.last >= begun) for p, left in others))
    return most


def _others(scene: Scene, strand: Strand, stage: Stage) -> Iterator[tuple[Strand, Progress]]:
    for index, progress in stage.strands.items():
        other = scene.strands[index]
        if other is not strand and other.each is strand.each:
            yield other, progress
