"""One step of following a run: a line seen is taken for a promised one, if it may be, and what is known then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from witness.promise.cast import untimely
from witness.promise.language import OUTSIDE, UNKNOWN, Token
from witness.promise.meaning import Guess, Meaning
from witness.promise.script import started
from witness.promise.state import Asked, Progress, State
from witness.promise.texts import COMPARED, number, plain, readings
from witness.promise.turns import in_turn
from witness.recording import Line


@dataclass(frozen=True)
class Seen:
    """A line of the output, and when it was written."""

    line: Line
    early: float | None
    """When its first part was written, in seconds since the run began; None if nobody knows."""
    late: float | None


@dataclass(frozen=True)
class Step:
    """A line seen that may be this phrase of this strand."""

    meaning: Meaning
    pids: frozenset[int]
    """All PIDs of the run."""
    seen: Seen
    spend: Callable[[int], None]
    refuse: Callable[[str], None]
    """Called with the reason where only that is wrong which the text does not show."""

    def states(self, state: State) -> Iterator[State]:
        """The states in which the line was taken for the phrase."""
        if self.meaning.phrase.ended != self.seen.line.ended and not self.meaning.phrase.line.any:
            return
        progress = state.stage.strands.get(self.meaning.index) or Progress()
        guess = Guess(progress, state.stage, state.known)
        text = self.seen.line.text
        told: set[tuple[str, ...]] = set()
        # Nobody sees the spaces at a line's end, and editors cut them off in a promise.
        for written in dict.fromkeys((text, text.rstrip())):
            for said in readings(
                self.meaning.phrase.parts, written, lambda name: self.meaning.value(guess, name), self.spend
            ):
                if said not in told:
                    told.add(said)
                    self.spend(5)
                    for step in self.spoken(self.told(guess, said)):
                        self.spend(5)
                        if (last := self.moved(state, step)) is not None:
                            yield last

    # -- what the text says ----------------------------------------------------------------------------------------

    def told(self, guess: Guess, said: tuple[str, ...]) -> list[Guess]:
        """The guesses in which the tokens stand for these texts: the values first, for keys are among them."""
        tokens = [part for part in self.meaning.phrase.parts if isinstance(part, Token)]
        both = [*zip(tokens, said, strict=True)]
        for token, text in both:
            if token.kind in ("number", "oneof", "any"):
                self.spend(2)
                after = self.measured(guess, token, text)
                if after is None:
                    return []
                guess = after
        guesses = [guess]
        for token, text in both:
            if token.kind in ("pid", "outside"):
                guesses = [after for before in guesses for after in self.pointed(before, token, text)]
        return guesses

    def measured(self, guess: Guess, token: Token, text: str) -> Guess | None:
        """The guess in which a value has this text, if it is within its bounds."""
        value = number(text)
        if token.kind == "number" and (value is None or not token.low <= float(value) <= token.high):
            return None
        for sign, name in token.bounds:
            other = number(self.meaning.value(guess, name) or "")
            if value is None or other is None or not COMPARED[sign](value, other):
                self.refuse(f"{text} is not {sign} {name}")
                return None
        if token.different:
            which = (self.meaning.phrase.line.number, self.meaning.phrase.line.parts.index(token), plain(text))
            if which in guess.known.used:
                self.refuse(f"{text} was there before")
                return None
            guess = guess._replace(known=guess.known._replace(used=guess.known.used.put(which, True)))
        return self.meaning.bound(guess, token.name, text) if token.name else guess

    def pointed(self, guess: Guess, token: Token, text: str) -> Iterator[Guess]:
        """The guesses in which this PID is that of whoever the token names."""
        pid = int(text) if len(text) < 20 else -1
        if pid not in self.pids:
            if token.kind == "outside" or OUTSIDE in token.names:
                yield guess
        elif token.kind == "pid":
            for name in token.names:
                if name != OUTSIDE and (step := self.meaning.meant(guess, name, token.key, pid)) is not None:
                    yield step

    # -- who is who ------------------------------------------------------------------------------------------------

    def spoken(self, guesses: list[Guess]) -> Iterator[Guess]:
        """The guesses in which the promised speaker has written the line."""
        name, writers = self.meaning.phrase.line.speaker, self.seen.line.speakers
        if name == UNKNOWN:
            yield from guesses if not writers else ()
            return
        if len(writers) > 1:
            return
        for guess in guesses:
            for pid in writers or self.meaning.unwatched(guess, name):
                self.spend(1)
                step = self.meaning.meant(guess, name, self.meaning.phrase.line.key, pid)
                if step is not None and (step := self.meaning.voiced(step, name, pid)) is not None:
                    if not writers:
                        step = step._replace(known=step.known._replace(unheard=step.known.unheard | {name}))
                    yield step

    # -- when ------------------------------------------------------------------------------------------------------

    def asked(self, guess: Guess) -> Guess | None:
        """The guess in which the line has come at the moments that it may come at."""
        for moment in self.meaning.phrase.line.moments:
            if self.seen.early is None or self.seen.late is None:
                self.refuse("nobody knows when it was written")
                return None
            one = Asked(moment.name, moment, self.seen.early, self.seen.late)
            member = dict(guess.progress.members).get(moment.name, guess.known.names.single.get(moment.name))
            if member is not None:
                if wrong := untimely(one, self.meaning.cast.processes[member]):
                    self.refuse(wrong)
                    return None
            elif self.meaning.own(moment.name):
                guess = guess._replace(progress=guess.progress._replace(asked=(*guess.progress.asked, one)))
            else:
                guess = guess._replace(known=guess.known._replace(asked=guess.known.asked | {one}))
        return guess

    def moved(self, state: State, guess: Guess) -> State | None:
        """The state after the line, if its order allows it."""
        asked = self.asked(guess)
        if asked is None:
            return None
        strand, stage, before = self.meaning.strand, asked.stage, state.stage.strands.get(self.meaning.index)
        if before is None:
            stage = started(stage, strand)
        progress = strand.after(asked.progress, self.meaning.place)
        if strand.each is not None:
            turn = in_turn(self.meaning.scene, strand, self.meaning.place, stage, before, progress, state.followed)
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
        said = stage.said if self.meaning.phrase.gate is None else stage.said | {self.meaning.phrase.gate}
        stage = stage._replace(waiting=waiting, strands=stage.strands.put(self.meaning.index, progress), said=said)
        return State(state.followed + 1, state.section, stage, asked.known)
