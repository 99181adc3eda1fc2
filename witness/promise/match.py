"""Holds a recording to a promise: yes, or what was promised and what was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from witness.ending import ending
from witness.promise import language as promises
from witness.promise.language import Each, Line, Promise, Role, Situation, Token
from witness.recording import MACHINERY, Process, Recording
from witness.recording import Line as Seen

PATIENCE = 20_000  # steps of the search; a promise that needs more leaves too much open
SHOWN = 8  # lines that were expected, in a report


@dataclass(frozen=True)
class Strand:
    """Lines that come in this order: those of one speaker in a section, or one instance of an `each`."""

    lines: tuple[Line, ...]
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    number: int = 0
    """The line of its `each` in the file; 0 for a speaker's."""


@dataclass(frozen=True)
class State:
    """How far a run has been followed."""

    seen: int
    section: int
    places: tuple[int, ...]
    """For each strand of the section, how many of its lines are done."""
    members: tuple[int, ...]
    """For each strand, the PID of the group's member that it belongs to; 0 if not known yet."""
    who: tuple[tuple[int, str], ...]
    """PIDs with their names."""
    numbers: tuple[tuple[str, str], ...]
    """Named numbers with their texts."""


@dataclass(frozen=True)
class Outcome:
    """What came of holding a run to a promise."""

    difference: str | None
    """None if the promise was kept, else some lines of text."""
    names: dict[int, str]
    """What the cast calls each process, by PID, as far as it was found out."""


def judge(promise: Promise, recording: Recording) -> Outcome:
    """Hold `recording` to `promise`."""
    if recording.problems:
        return Outcome("\n".join(f"  {problem}" for problem in recording.problems), {})
    return _Judge(promise, recording).judge()


class _Judge:
    def __init__(self, promise: Promise, recording: Recording) -> None:
        feature = tuple(int(part) for part in recording.python.split(".")[:2])
        self.now = Situation(feature, recording.start_method, recording.platform)  # type: ignore[arg-type]
        self.promise = promise
        self.recording = recording
        self.cast = {n: role for n, role in promise.cast.items() if promises.holds(role.condition, self.now)}
        self.processes = {p.pid: p for p in recording.processes if p.role not in MACHINERY or p.role in self.cast}
        self.seen = recording.lines
        self.sections = [self.strands(section) for section in promise.sections]
        self.complaint = ""

    # -- the cast ------------------------------------------------------------------------------------------------------

    def parent(self, process: Process) -> int:
        """Who started it, as the cast has it: machinery that the cast does not name is passed over."""
        return process.ppid if "forkserver" in self.cast else process.asked_by

    def called(self, state: State, pid: int, name: str) -> State | None:
        """The state in which `pid` is called `name`, and its parent as the cast says; None if it cannot be."""
        who = dict(state.who)
        if pid in who:
            return state if who[pid] == name else None
        process, role = self.processes.get(pid), self.cast.get(name)
        if process is None or role is None or (process.role in MACHINERY) != (name in MACHINERY):
            return None
        if name in MACHINERY and name != process.role:
            return None
        if not role.group and name in who.values():
            return None
        if (role.parent is None) != (pid == self.recording.processes[0].pid):
            return None
        state = replace(state, who=tuple(sorted([*state.who, (pid, name)])))
        return state if role.parent is None else self.called(state, self.parent(process), role.parent)

    def size(self, role: Role) -> int:
        """How many processes a group has: what is left when all others of the cast are there."""
        others = [other for other in self.cast.values() if other is not role]
        if role.low == role.high or any(other.low != other.high for other in others):
            return role.high
        return min(max(len(self.processes) - sum(other.high for other in others), role.low), role.high)

    def complete(self, state: State) -> State | None:
        """The state in which the silent have names too, if so the whole cast is there and ends as promised."""
        silent = next((pid for pid in self.processes if pid not in dict(state.who)), None)
        if silent is not None:
            for name in self.cast:
                option = self.called(state, silent, name)
                found = self.complete(option) if option is not None else None
                if found is not None:
                    return found
            if not self.complaint:
                process = self.processes[silent]
                kind = f"{process.role} {process.name}".strip()
                self.complaint = f"a process that is not in the cast: {kind}, exit code {process.exit_code}"
            return None
        names = [name for _, name in state.who]
        for role in self.cast.values():
            if not role.low <= names.count(role.name) <= role.high:
                self.complain(role, f"there were {names.count(role.name)} of it")
                return None
        for pid, name in state.who:
            code = self.processes[pid].exit_code
            if code not in self.cast[name].endings:
                how = "nobody knows how it ended" if code is None else f"it ended with {ending(code)}"
                self.complain(self.cast[name], how)
                return None
            if wrong := self.out_of_order(state, pid, self.cast[name]):
                self.complain(self.cast[name], wrong)
                return None
        return state

    def out_of_order(self, state: State, pid: int, role: Role) -> str | None:
        """What is wrong with when a process began and ended, as the others of the cast go."""
        if role.reaped and not self.processes[pid].reaped:
            return "its parent did not wait for it"
        early = [self.processes[other] for other, name in state.who if name == role.after]
        if any(self.processes[pid].made < other.end for other in early):
            return f"{role.after} had not ended when it was made"
        return None

    def complain(self, role: Role, text: str) -> None:
        """Keep the first complaint: it is about the likeliest way to name the processes."""
        if not self.complaint:
            line = self.promise.text.splitlines()[role.number - 1].strip()
            self.complaint = f"{self.promise.path}:{role.number}: {line}\n    but {text}"

    # -- the script ----------------------------------------------------------------------------------------------------

    def strands(self, section: promises.Section) -> tuple[Strand, ...]:
        """The strands of a section, with what does not hold in this situation left out."""
        lines = [item for item in section if isinstance(item, Line) and self.holds(item.condition)]
        speakers = dict.fromkeys(line.speaker for line in lines)
        strands = [Strand(tuple(line for line in lines if line.speaker == one), (one,)) for one in speakers]
        for each in section:
            if isinstance(each, Each) and self.holds(each.condition) and (each.rows or each.names[0] in self.cast):
                body = tuple(line for line in each.lines if self.holds(line.condition))
                count = self.size(self.cast[each.names[0]]) if each.rows is None else 0
                rows = [()] * count if each.rows is None else list(each.rows)
                strands += [Strand(body, each.names, row, each.number) for row in rows]
        return tuple(strands)

    def holds(self, condition: str) -> bool:
        return promises.holds(condition, self.now)

    def start(self, seen: int, section: int, state: State) -> State:
        count = len(self.sections[section])
        return replace(state, seen=seen, section=section, places=(0,) * count, members=(0,) * count)

    def steps(self, state: State) -> Iterator[State]:
        """Every way in which the next line seen can be a line promised."""
        line = self.seen[state.seen]
        tried = set()
        for index, strand in enumerate(self.sections[state.section]):
            for place in _open(strand, state.places[index]):
                promised = strand.lines[place]
                alike = (place, strand, state.members[index], self.local(state, index))
                if alike in tried or not self.due(state, promised):
                    continue
                tried.add(alike)
                done = place if promised.any else place + 1
                places = (*state.places[:index], done, *state.places[index + 1 :])
                for step in self.said(state, index, promised, line):
                    yield replace(step, seen=state.seen + 1, places=places)
        if state.section + 1 < len(self.sections) and self.over(state):
            yield self.start(state.seen, state.section + 1, state)

    def over(self, state: State) -> bool:
        return all(_over(s, place) for s, place in zip(self.sections[state.section], state.places, strict=True))

    def due(self, state: State, promised: Line) -> bool:
        """Whether everything has been said that `promised` comes after."""
        for strand, place in zip(self.sections[state.section], state.places, strict=True):
            whole = set(strand.names) & set(promised.after)
            if any(
                (whole or line.speaker in promised.after) and line.number < promised.number and not line.skippable
                for line in strand.lines[place:]
            ):
                return False
        return True

    def local(self, state: State, index: int) -> tuple[tuple[str, str], ...]:
        """The named numbers of one instance."""
        place = f"{state.section}:{index}:"
        return tuple((name.removeprefix(place), text) for name, text in state.numbers if name.startswith(place))

    def said(self, state: State, index: int, promised: Line, line: Seen) -> list[State]:
        """The states in which `line` was taken for `promised`: none if it is not that line."""
        if len(line.speakers) != 1:
            return []
        step = self.member(state, index, promised.speaker, line.speakers[0])
        states = [step] if step is not None else []
        if promised.any:
            return states
        strand = self.sections[state.section][index]
        known = {
            **dict(state.numbers),
            **dict(self.local(state, index)),
            **dict(zip(strand.names, strand.values, strict=False)),
        }
        pattern, tokens = _pattern(promised, known), [part for part in promised.parts if isinstance(part, Token)]
        # A backslash says that no newline ended the line; a real one is doubled.
        end = "\\" if not line.ended or line.text.endswith("\\") else ""
        # Nobody sees the spaces at a line's end, and editors cut them off in a promise.
        found = re.fullmatch(pattern, line.text + end) or re.fullmatch(pattern, line.text.rstrip() + end)
        if found is None:
            return []
        for token, text in zip(tokens, found.groups(), strict=True):
            states = [after for before in states for after in self.token(before, index, token, text)]
        return states

    def member(self, state: State, index: int, name: str, pid: int) -> State | None:
        """The state in which `pid` is `name`, and the strand's own member if it is one of a group."""
        step = self.called(state, pid, name)
        strands = self.sections[state.section]
        if step is None or not strands[index].number or not self.cast[name].group:
            return step
        if step.members[index]:
            return step if step.members[index] == pid else None
        for other, strand in enumerate(strands):
            if other != index and step.members[other] == pid:
                left = strand.lines[step.places[other] :]
                busy = any(line.speaker == name and not line.skippable for line in left)
                if busy or (strand.number == strands[index].number and not strands[index].values):
                    return None
        return replace(step, members=(*step.members[:index], pid, *step.members[index + 1 :]))

    def token(self, state: State, index: int, token: Token, text: str) -> list[State]:
        """The states in which `text` is what stands between braces."""
        match token.kind:
            case "outside":
                return [] if int(text) in self.recording.by_pid else [state]
            case "pid":
                inside = int(text) in self.recording.by_pid
                steps = [self.member(state, index, name, int(text)) for name in token.names if name != promises.OUTSIDE]
                return [step for step in steps if step] + [state] * (promises.OUTSIDE in token.names and not inside)
            case "number" if not token.low <= float(text) <= token.high:
                return []
            case "number" if token.name:
                place = f"{state.section}:{index}:" if self.sections[state.section][index].number else ""
                return [replace(state, numbers=(*state.numbers, (place + token.name, text)))]
        return [state]

    # -- the verdict ---------------------------------------------------------------------------------------------------

    def judge(self) -> Outcome:
        nothing = State(0, 0, (), (), (), ())
        first = self.called(nothing, self.recording.processes[0].pid, next(iter(self.cast)))
        assert first is not None
        stack = [self.start(0, 0, first)]
        visited = set(stack)
        best = stack[0]
        for _ in range(PATIENCE):
            if not stack:
                break
            state = stack.pop()
            if (state.seen, state.section) >= (best.seen, best.section):
                best = state
            if state.seen == len(self.seen):
                later = self.sections[state.section + 1 :]
                if self.over(state) and all(_over(strand, 0) for strands in later for strand in strands):
                    found = self.complete(state)
                    if found is not None:
                        return Outcome(None, dict(found.who))
                    best = state
                continue
            fresh = [step for step in self.steps(state) if step not in visited]
            visited.update(fresh)
            stack += reversed(fresh)
        gave_up = "\n  (given up: the promise leaves too much open; name the values in its lines)" if stack else ""
        return Outcome(self.report(best) + gave_up, dict(best.who))

    def report(self, best: State) -> str:
        """What was expected where the run could be followed no further, and what was seen there."""
        if best.seen == len(self.seen) and self.over(best) and self.complaint:
            return "  " + self.complaint
        names = dict(best.who)
        report = [f"    {self.spoken(line, names)}" for line in self.seen[max(0, best.seen - 3) : best.seen]]
        expected = self.expected(best)
        number = min((line.number for line, _ in expected), default=len(self.promise.text.splitlines()))
        report += [f"  - {line.speaker} | {text}" for line, text in expected[:SHOWN]] or ["  - (nothing more)"]
        if len(expected) > SHOWN:
            report.append(f"  - … or one of {len(expected) - SHOWN} other lines")
        if best.seen < len(self.seen):
            report.append(f"  + {self.spoken(self.seen[best.seen], names)}")
        else:
            report.append("  + (nothing more)")
        return "\n".join([f"  {self.promise.path}:{number}: expected (-), seen (+)", *report])

    def expected(self, state: State) -> list[tuple[Line, str]]:
        """The lines that could have come next, with their texts."""
        expected: dict[tuple[Line, str], None] = {}
        while True:
            for strand, place in zip(self.sections[state.section], state.places, strict=True):
                lines = [strand.lines[at] for at in _open(strand, place) if self.due(state, strand.lines[at])]
                expected.update(dict.fromkeys((line, _filled(line, strand)) for line in lines))
            if not self.over(state) or state.section + 1 == len(self.sections):
                return list(expected)
            state = self.start(state.seen, state.section + 1, state)

    def spoken(self, line: Seen, names: dict[int, str]) -> str:
        """A line seen, with the PIDs of the run masked, so that only differences meet the eye."""

        def name(pid: int) -> str:
            process = self.recording.by_pid[pid]
            return names.get(pid) or f"{process.role}#{self.recording.processes.index(process)}"

        speakers = "+".join(name(pid) for pid in line.speakers) or "nobody known"
        text = re.sub(
            r"\d+",
            lambda found: f"{{{name(int(found[0]))}}}" if int(found[0]) in self.recording.by_pid else found[0],
            line.text,
        )
        return f"{speakers} | {text}" + ("" if line.ended else "\\")


def _open(strand: Strand, place: int) -> Iterator[int]:
    """The places in a strand that may come next."""
    while place < len(strand.lines):
        yield place
        if not strand.lines[place].skippable:
            return
        place += 1


def _over(strand: Strand, place: int) -> bool:
    return all(line.skippable for line in strand.lines[place:])


def _pattern(line: Line, known: dict[str, str]) -> str:
    """A pattern with a group for each token; `known` are the values and numbers that have a text already."""
    pattern = ""
    for part in line.parts:
        if isinstance(part, str):
            pattern += re.escape(part)
        elif part.kind in ("pid", "outside"):
            pattern += r"(\d+)"
        elif part.kind == "number":
            pattern += rf"(-?\d+\.\d{{{part.decimals}}})" if part.decimals else r"(-?\d+)"
        elif part.kind == "value":
            pattern += f"({re.escape(known[part.names[0]])})" if part.names[0] in known else r"((?!))"
        elif part.kind == "oneof":
            pattern += "(" + "|".join(map(re.escape, part.names)) + ")"
        else:
            pattern += "(.*?)"
    return pattern


def _filled(line: Line, strand: Strand) -> str:
    """The promised text with the values of its instance."""
    text = line.text
    for name, value in zip(strand.names, strand.values, strict=False):
        text = text.replace(f"{{{name}}}", value)
    return text
