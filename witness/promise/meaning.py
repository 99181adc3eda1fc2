"""What names mean in one place of the script: whose PID, which member of a group, which value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from witness.promise.cast import Cast, untimely
from witness.promise.language import Token
from witness.promise.script import Scene
from witness.promise.state import Known, Progress, Stage
from witness.promise.strands import Phrase, Strand


class Guess(NamedTuple):
    """What will be known if the line is the promised one."""

    progress: Progress
    stage: Stage
    known: Known


@dataclass(frozen=True)
class Meaning:
    """A phrase of a strand that a line may be, and what the names in it mean."""

    cast: Cast
    scene: Scene
    index: int
    """Of the strand."""
    place: int
    """Of the phrase."""

    @property
    def strand(self) -> Strand:
        """The strand."""
        return self.scene.strands[self.index]

    @property
    def phrase(self) -> Phrase:
        """The phrase."""
        return self.strand.phrases[self.place]

    def value(self, guess: Guess, name: str) -> str | None:
        """The text that a name stands for here."""
        if (own := self.strand.value(name)) is not None:
            return own
        own = next((text for known, text in guess.progress.values if known == name), None)
        return guess.known.values.get(name) if own is None else own

    def bound(self, guess: Guess, name: str, text: str) -> Guess:
        """The guess in which a name stands for this text: in its instance, or else in the whole promise."""
        if self.strand.each is None:
            return guess._replace(known=guess.known._replace(values=guess.known.values.put(name, text)))
        values = tuple(sorted({**dict(guess.progress.values), name: text}.items()))
        return guess._replace(progress=guess.progress._replace(values=values))

    def unwatched(self, guess: Guess, name: str) -> list[int]:
        """Whoever of this name is not watched, and so may have written a line whose writer is not known."""
        names = guess.known.names.roles
        pids = [pid for pid, process in self.cast.processes.items() if not process.watched]
        called = [pid for pid in pids if names.get(pid) == name]
        if called and self.strand.each is None and not self.phrase.line.key:
            return called[:1]  # one that has the name already leaves most open
        return called + [pid for pid in pids if names.get(pid) is None]

    def meant(self, guess: Guess, name: str, key: str, pid: int) -> Guess | None:
        """The guess in which `pid` is who is called so here, if that can be."""
        names = self.cast.named(guess.known.names, pid, name)
        if names is None:
            return None
        guess = guess._replace(known=guess.known._replace(names=names)) if names is not guess.known.names else guess
        if key:
            return self.keyed(guess, name, self.value(guess, key), pid)
        return self.member(guess, name, pid) if self.strand.each and self.cast.roles[name].group else guess

    def keyed(self, guess: Guess, name: str, key: str | None, pid: int) -> Guess | None:
        """The guess in which the group's member with this key is `pid`."""
        if key is None:
            return None
        known = guess.known.keyed.get((name, key))
        if known is None:
            return guess._replace(known=guess.known._replace(keyed=guess.known.keyed.put((name, key), pid)))
        return guess if known == pid else None

    def member(self, guess: Guess, name: str, pid: int) -> Guess | None:
        """The guess in which the instance's own member of the group is `pid`."""
        own = dict(guess.progress.members).get(name)
        if own is not None:
            return guess if own == pid else None
        stage, each = guess.stage, self.strand.each
        assert each is not None
        if (other := stage.work.get((name, pid))) is not None and other != self.index:
            left = self.scene.strands[other].left(stage.strands.get(other) or Progress())
            if any(phrase.line.speaker == name and not phrase.line.key for phrase in left):
                return None
        if each.rows is None and each.names[0] == name:
            if stage.taken.get((each.number, pid)) is not None:
                return None
            stage = stage._replace(taken=stage.taken.put((each.number, pid), self.index))
        stage = stage._replace(work=stage.work.put((name, pid), self.index))
        members = tuple(sorted((*guess.progress.members, (name, pid))))
        ours = [one for one in guess.progress.asked if one.name == name]
        if any(untimely(one, self.cast.processes[pid]) for one in ours):
            return None
        asked = tuple(one for one in guess.progress.asked if one.name != name)
        return guess._replace(stage=stage, progress=guess.progress._replace(members=members, asked=asked))

    def voiced(self, guess: Guess, name: str, pid: int) -> Guess | None:
        """The guess in which a member has spoken, if it has not spoken elsewhere since it spoke in this instance."""
        if self.strand.each is None or not self.cast.roles[name].group or self.phrase.line.key:
            return guess
        progress, stage = guess.progress, guess.stage
        if stage.voice.get((name, pid)) == self.index:
            return guess
        if name in progress.spoken:
            return None
        stage = stage._replace(voice=stage.voice.put((name, pid), self.index))
        return guess._replace(stage=stage, progress=progress._replace(spoken=progress.spoken | {name}))

    def own(self, name: str) -> bool:
        """Whether the instance has a member of this group."""
        if self.strand.each is None:
            return False
        return any(
            (phrase.line.speaker == name and not phrase.line.key)
            or any(isinstance(part, Token) and name in part.names and not part.key for part in phrase.parts)
            for phrase in self.strand.phrases
        )
