"""The search for a way to read a run as what was promised.

The run is followed line by line. Each line seen may be some of the promised ones; each of these is tried, the likeliest
first, until all lines are told and the whole cast is there (`naming`). What is tried is counted, so that every answer
comes soon: where a promise leaves too much open, the answer is that it does, and which of its lines do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from witness.promise import condition, script
from witness.promise.cast import cast
from witness.promise.language import Promise
from witness.promise.meaning import Meaning
from witness.promise.naming import Complaint, Naming
from witness.promise.script import Scene
from witness.promise.state import Known, Names, Progress, State
from witness.promise.step import Seen, Step
from witness.promise.strands import END, Strand
from witness.recording import Recording

PATIENCE = 250_000
"""How many steps the search takes; a promise that needs more leaves too much open."""
NOTHING = Progress()


class GivenUp(Exception):  # noqa: N818 - it is an answer
    """The search took more steps than it may."""


class Search:
    """The ways to read a run as what was promised."""

    def __init__(self, promise: Promise, recording: Recording, *, strict: bool) -> None:
        """Nothing is followed yet.

        Args:
            promise: what it is held to.
            recording: the run.
            strict: name no process that ended otherwise than promised.
        """

        def holds(text: str) -> bool:
            return condition.holds(text, recording)

        self.promise = promise
        self.recording = recording
        self.cast = cast(promise, recording, holds, strict=strict)
        self.seen = _seen(recording)
        self.scenes = [script.scene(items, holds, self.cast.size) for items in promise.sections]
        self.pids = frozenset(recording.by_pid)
        self.patience = PATIENCE
        self.branches: Counter[int] = Counter()  # by a promised line: how often not the first was tried
        self.reasons: dict[int, dict[str, None]] = {}  # by the line seen
        self.complaint: Complaint | None = None
        self.given_up = False
        first = next(iter(self.cast.roles.values()))
        root = Names(Names().roles.put(self.cast.root, first.name), Names().single.put(first.name, self.cast.root))
        self.best = State(0, 0, self.scenes[0].start(), Known(root))
        self.hopeless = strict and self.cast.fault(self.cast.root, first, ()) is not None

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            GivenUp: there were too many.
        """
        self.patience -= steps
        if self.patience < 0:
            raise GivenUp

    def names(self) -> dict[int, str] | None:
        """What everybody is called, if the promise was kept; else `best` is where the run left it."""
        stack = [] if self.hopeless else [iter([self.best])]
        visited: set[int] = set()  # only the hashes: they are of 64 bits, and states are large
        try:
            while stack:
                state = next(stack[-1], None)
                if state is None:
                    stack.pop()
                    continue
                if hash(state) in visited:
                    continue
                visited.add(hash(state))
                if (state.followed, state.section) >= (self.best.followed, self.best.section):
                    self.best = state
                if self.over(state) and state.section + 1 == len(self.scenes) and state.followed == len(self.seen):
                    names = self.named(state)
                    if names is not None:
                        return names
                stack.append(self.steps(state))
        except GivenUp:
            self.given_up = True
        return None

    def named(self, state: State) -> dict[int, str] | None:
        """Names for everybody, as the script and the cast have it."""
        known = self.left(state)
        if known is None:
            return None
        naming = Naming(self.cast, known, self.spend)
        try:
            names = naming.names()
        finally:
            self.complaint = self.complaint or naming.complaint
        return None if names is None else dict(names.roles.items())

    def scene(self, state: State) -> Scene:
        """The section in which it is."""
        return self.scenes[state.section]

    def over(self, state: State) -> bool:
        """Whether all was said that has to be said in the section."""
        return not state.stage.waiting[END]

    def left(self, state: State) -> Known | None:
        """What is known when the section is left, if it may be."""
        known = state.known
        late = [one for _, progress in state.stage.strands.items() for one in progress.asked]
        if late:
            known = known._replace(asked=known.asked | set(late))
        for strand in self.scene(state).strands:
            if strand.needed or strand.each is None:
                continue
            name, low, high = strand.each.names[0], 0, self.cast.roles[strand.each.names[0]].high
            begun = state.stage.begun.get(strand.each.number) or 0
            low, high = begun, begun if any(phrase.low for phrase in strand.phrases) else high
            before = known.sizes.get(name) or (low, high)
            if max(low, before[0]) > min(high, before[1]):
                return None
            known = known._replace(sizes=known.sizes.put(name, (max(low, before[0]), min(high, before[1]))))
        return known

    def steps(self, state: State) -> Iterator[State]:
        """Every way in which the next line seen can be a promised one."""
        if state.followed < len(self.seen):
            yield from self.taken(state, self.seen[state.followed])
        if state.section + 1 < len(self.scenes) and self.over(state):
            known = self.left(state)
            if known is not None:
                yield State(state.followed, state.section + 1, self.scenes[state.section + 1].start(), known)

    def taken(self, state: State, seen: Seen) -> Iterator[State]:
        """Every way in which the line can be one of this section."""
        scene, stage = self.scene(state), state.stage
        candidates = scene.candidates(seen.line.text)
        self.spend(1 + len(candidates) // 20)
        tried: set[tuple[int, int, Progress]] = set()
        ways = 0
        writers = seen.line.speakers
        writer = state.known.names.roles.get(writers[0]) if len(writers) == 1 else None
        for index, place in candidates:
            strand = scene.strands[index]
            if writer is not None and strand.phrases[place].line.speaker != writer:
                continue
            progress = stage.strands.get(index) or NOTHING
            if not strand.may_say(progress, place) or not _due(state, strand, place):
                continue
            if progress.members and not strand.phrases[place].may_be_said_by(progress, writers):
                continue
            if (alike := (strand.kind, place, progress)) in tried:
                continue
            tried.add(alike)
            self.spend(1)
            step = Step(
                Meaning(self.cast, scene, index, place),
                self.pids,
                seen,
                self.spend,
                lambda why: self.refuse(state, why),
            )
            for after in step.states(state):
                ways += 1
                if ways > 1:
                    self.branches[strand.phrases[place].line.number] += 1
                yield after

    def refuse(self, state: State, why: str) -> None:
        """Keep why a line with a promised text was not taken for it."""
        self.reasons.setdefault(state.followed, {})[why] = None

    def expected(self) -> Iterator[tuple[Strand, int]]:
        """The strands and places of the lines that could have come next."""
        state: State | None = self.best
        while state is not None:
            for index, strand in enumerate(self.scene(state).strands):
                for place in strand.open(state.stage.strands.get(index) or NOTHING):
                    if _due(state, strand, place):
                        yield strand, place
            later = state.section + 1
            if not self.over(state) or later == len(self.scenes):
                return
            state = State(state.followed, later, self.scenes[later].start(), state.known)


def _due(state: State, strand: Strand, place: int) -> bool:
    """Whether all was said that the phrase comes after, and nothing that it comes before."""
    phrase, stage = strand.phrases[place], state.stage
    return (phrase.gate is None or not stage.waiting[phrase.gate]) and not phrase.shut & stage.said


def _seen(recording: Recording) -> list[Seen]:
    """The lines of the output, and when each was written."""
    seen = []
    place = 0
    writes = [*reversed(recording.writes)]
    for text, line in zip(re.findall(r"[^\n]*\n|[^\n]+", recording.output), recording.lines, strict=True):
        end = place + len(text)
        times = []
        while writes and writes[-1].start < end:
            if writes[-1].end > place:
                times.append(writes[-1].time)
            if writes[-1].end > end:
                break
            writes.pop()
        seen.append(Seen(line, min(times, default=None), max(times, default=None)))
        place = end
    return seen
