"""One step of following a run: a line seen is taken for a promised one, if it may be, and what is known then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from witness.promise.cast import Cast, untimely
from witness.promise.language import OUTSIDE, Token
from witness.promise.script import Phrase, Section, Strand, started
from witness.promise.state import Asked, Known, Progress, Stage, State
from witness.promise.texts import COMPARED, number, plain, readings
from witness.promise.turns import in_turn
from witness.recording import Line

UNKNOWN = "unknown"
"""The speaker of a line whose writer nobody knows."""


@dataclass(frozen=True)
class Seen:
    """A line of the output, and when it was written."""

    line: Line
    early: float | None
    """When its first part was written, in seconds since the run began; None if nobody knows."""
    late: float | None


class Draft(NamedTuple):
    """What will be known if the line is the promised one."""

    progress: Progress
    stage: Stage
    known: Known


@dataclass(frozen=True)
class Step:
    """A line seen that may be this phrase of this strand."""

    cast: Cast
    pids: frozenset[int]
    """All PIDs of the run."""
    section: Section
    index: int
    place: int
    seen: Seen
    spend: Callable[[int], None]
    refuse: Callable[[str], None]
    """Called with the reason where only that is wrong which the text does not show."""

    @property
    def strand(self) -> Strand:
        """The strand."""
        return self.section.strands[self.index]

    @property
    def phrase(self) -> Phrase:
        """The phrase."""
        return self.strand.phrases[self.place]

    def states(self, state: State) -> Iterator[State]:
        """The states in which the line was taken for the phrase."""
        if self.phrase.ended != self.seen.line.ended and not self.phrase.line.any:
            return
        progress = state.stage.strands.get(self.index) or Progress()
        draft = Draft(progress, state.stage, state.known)
        text = self.seen.line.text
        told: set[tuple[str, ...]] = set()
        # Nobody sees the spaces at a line's end, and editors cut them off in a promise.
        for written in dict.fromkeys((text, text.rstrip())):
            for said in readings(self.phrase.parts, written, lambda name: self.value(draft, name), self.spend):
                if said not in told:
                    told.add(said)
                    self.spend(5)
                    for step in self.spoken(self.told(draft, said)):
                        self.spend(5)
                        if (last := self.moved(state, step)) is not None:
                            yield last

    # -- what the text says ----------------------------------------------------------------------------------------

    def value(self, draft: Draft, name: str) -> str | None:
        """The text that a name stands for here."""
        if (own := self.strand.value(name)) is not None:
            return own
        own = next((text for known, text in draft.progress.values if known == name), None)
        return draft.known.values.get(name) if own is None else own

    def told(self, draft: Draft, said: tuple[str, ...]) -> list[Draft]:
        """The drafts in which the tokens stand for these texts: the values first, for keys are among them."""
        tokens = [part for part in self.phrase.parts if isinstance(part, Token)]
        both = [*zip(tokens, said, strict=True)]
        for token, text in both:
            if token.kind in ("number", "oneof", "any"):
                self.spend(2)
                after = self.measured(draft, token, text)
                if after is None:
                    return []
                draft = after
        drafts = [draft]
        for token, text in both:
            if token.kind in ("pid", "outside"):
                drafts = [after for before in drafts for after in self.pointed(before, token, text)]
        return drafts

    def measured(self, draft: Draft, token: Token, text: str) -> Draft | None:
        """The draft in which a value has this text, if it is within its bounds."""
        value = number(text)
        if token.kind == "number" and (value is None or not token.low <= float(value) <= token.high):
            return None
        for sign, name in token.bounds:
            other = number(self.value(draft, name) or "")
            if value is None or other is None or not COMPARED[sign](value, other):
                self.refuse(f"{text} is not {sign} {name}")
                return None
        if token.different:
            which = (self.phrase.line.number, self.phrase.line.parts.index(token), plain(text))
            if which in draft.known.used:
                self.refuse(f"{text} was there before")
                return None
            draft = draft._replace(known=draft.known._replace(used=draft.known.used.put(which, True)))
        return self.bound(draft, token.name, text) if token.name else draft

    def bound(self, draft: Draft, name: str, text: str) -> Draft:
        """The draft in which a name stands for this text: in its instance, or else in the whole promise."""
        if self.strand.each is None:
            return draft._replace(known=draft.known._replace(values=draft.known.values.put(name, text)))
        values = tuple(sorted({**dict(draft.progress.values), name: text}.items()))
        return draft._replace(progress=draft.progress._replace(values=values))

    def pointed(self, draft: Draft, token: Token, text: str) -> Iterator[Draft]:
        """The drafts in which this PID is that of whoever the token names."""
        pid = int(text) if len(text) < 20 else -1
        if pid not in self.pids:
            if token.kind == "outside" or OUTSIDE in token.names:
                yield draft
        elif token.kind == "pid":
            for name in token.names:
                if name != OUTSIDE and (step := self.meant(draft, name, token.key, pid)) is not None:
                    yield step

    # -- who is who ------------------------------------------------------------------------------------------------

    def spoken(self, drafts: list[Draft]) -> Iterator[Draft]:
        """The drafts in which the promised speaker has written the line."""
        name, writers = self.phrase.line.speaker, self.seen.line.speakers
        if name == UNKNOWN:
            yield from drafts if not writers else ()
            return
        if len(writers) > 1:
            return
        for draft in drafts:
            for pid in writers or self.unwatched(draft, name):
                self.spend(1)
                step = self.meant(draft, name, self.phrase.line.key, pid)
                if step is not None and (step := self.voiced(step, name, pid)) is not None:
                    yield step

    def unwatched(self, draft: Draft, name: str) -> list[int]:
        """Whoever of this name is not watched, and so may have written a line whose writer is not known."""
        names = draft.known.names.roles
        pids = [pid for pid, process in self.cast.processes.items() if not process.watched]
        called = [pid for pid in pids if names.get(pid) == name]
        if called and self.strand.each is None and not self.phrase.line.key:
            return called[:1]  # one that has the name already leaves most open
        return called + [pid for pid in pids if names.get(pid) is None]

    def meant(self, draft: Draft, name: str, key: str, pid: int) -> Draft | None:
        """The draft in which `pid` is who is called so here, if that can be."""
        names = self.cast.named(draft.known.names, pid, name)
        if names is None:
            return None
        draft = draft._replace(known=draft.known._replace(names=names)) if names is not draft.known.names else draft
        if key:
            return self.keyed(draft, name, self.value(draft, key), pid)
        return self.member(draft, name, pid) if self.strand.each and self.cast.roles[name].group else draft

    def keyed(self, draft: Draft, name: str, key: str | None, pid: int) -> Draft | None:
        """The draft in which the group's member with this key is `pid`."""
        if key is None:
            return None
        known = draft.known.keyed.get((name, key))
        if known is None:
            return draft._replace(known=draft.known._replace(keyed=draft.known.keyed.put((name, key), pid)))
        return draft if known == pid else None

    def member(self, draft: Draft, name: str, pid: int) -> Draft | None:
        """The draft in which the instance's own member of the group is `pid`."""
        own = dict(draft.progress.members).get(name)
        if own is not None:
            return draft if own == pid else None
        stage, each = draft.stage, self.strand.each
        assert each is not None
        if (other := stage.work.get((name, pid))) is not None and other != self.index:
            left = self.section.strands[other].left(stage.strands.get(other) or Progress())
            if any(phrase.line.speaker == name and not phrase.line.key for phrase in left):
                return None
        if each.rows is None and each.names[0] == name:
            if stage.taken.get((each.number, pid)) is not None:
                return None
            stage = stage._replace(taken=stage.taken.put((each.number, pid), self.index))
        stage = stage._replace(work=stage.work.put((name, pid), self.index))
        members = tuple(sorted((*draft.progress.members, (name, pid))))
        ours = [one for one in draft.progress.asked if one.name == name]
        if any(untimely(one, self.cast.processes[pid]) for one in ours):
            return None
        asked = tuple(one for one in draft.progress.asked if one.name != name)
        return draft._replace(stage=stage, progress=draft.progress._replace(members=members, asked=asked))

    def voiced(self, draft: Draft, name: str, pid: int) -> Draft | None:
        """The draft in which a member has spoken, if it has not spoken elsewhere since it spoke in this instance."""
        if self.strand.each is None or not self.cast.roles[name].group or self.phrase.line.key:
            return draft
        progress, stage = draft.progress, draft.stage
        if stage.voice.get((name, pid)) == self.index:
            return draft
        if name in progress.spoken:
            return None
        stage = stage._replace(voice=stage.voice.put((name, pid), self.index))
        return draft._replace(stage=stage, progress=progress._replace(spoken=progress.spoken | {name}))

    # -- when ------------------------------------------------------------------------------------------------------

    def asked(self, draft: Draft) -> Draft | None:
        """The draft in which the line has come at the moments that it may come at."""
        for moment in self.phrase.line.moments:
            if self.seen.early is None or self.seen.late is None:
                self.refuse("nobody knows when it was written")
                return None
            one = Asked(moment.name, moment, self.seen.early, self.seen.late)
            member = dict(draft.progress.members).get(moment.name, draft.known.names.single.get(moment.name))
            if member is not None:
                if wrong := untimely(one, self.cast.processes[member]):
                    self.refuse(wrong)
                    return None
            elif self.own(moment.name):
                draft = draft._replace(progress=draft.progress._replace(asked=(*draft.progress.asked, one)))
            else:
                draft = draft._replace(known=draft.known._replace(asked=draft.known.asked | {one}))
        return draft

    def own(self, name: str) -> bool:
        """Whether the instance has a member of this group."""
        if self.strand.each is None:
            return False
        return any(
            (phrase.line.speaker == name and not phrase.line.key)
            or any(isinstance(part, Token) and name in part.names and not part.key for part in phrase.parts)
            for phrase in self.strand.phrases
        )

    def moved(self, state: State, draft: Draft) -> State | None:
        """The state after the line, if its order allows it."""
        asked = self.asked(draft)
        if asked is None:
            return None
        strand, stage, before = self.strand, asked.stage, state.stage.strands.get(self.index)
        if before is None:
            stage = started(stage, strand)
        progress = strand.after(asked.progress, self.place)
        if strand.each is not None:
            turn = in_turn(self.section, strand, self.place, stage, before, progress, state.seen)
            if isinstance(turn, str):
                self.refuse(turn)
                return None
            stage, progress = turn
        waiting = stage.waiting
        enough = strand.enough(before or Progress()), strand.enough(progress)
        if opened := [gate for gates in strand.opens[slice(*enough)] for gate in gates]:
            counts = list(waiting)
            for gate in opened:
                counts[gate] -= 1
            waiting = tuple(counts)
        said = stage.said if self.phrase.gate is None else stage.said | {self.phrase.gate}
        stage = stage._replace(waiting=waiting, strands=stage.strands.put(self.index, progress), said=said)
        return State(state.seen + 1, state.section, stage, asked.known)
