"""Changes a program in one place, in a way that matters; all the rest of it stays byte for byte.

An operator is a function that yields every place at which it applies, each as an edit. A line that is dropped becomes
`pass`, and a line that is added shares the line of its neighbor where it can: so the numbers of the other lines, which
tracebacks show, stay what they are, and a promise has to refuse the change itself.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mutants.numbers import (
    backwards,
    bigger,
    fewer,
    last_first,
    more,
    opposite,
    other_method,
    other_number,
    other_pid,
    swapped,
)
from mutants.program import Edit, Program
from mutants.texts import extra_line, other_exit, other_word, twice
from mutants.waiting import no_call, no_flush, no_keyword, no_lock, no_print, no_wait

Operator = Callable[[Program], Iterator[Edit]]


@dataclass(frozen=True)
class Mutant:
    """A program with one change."""

    operator: str
    was: str
    """The changed line without its indentation; the first, if there are several."""
    now: str
    """What it was changed to, also without its indentation; several lines are joined with ` ⏎ `."""
    nth: int
    """Which of those with the same operator and the same lines it is, from 1."""
    lines: range
    """The numbers of the lines that were changed, in `source`."""
    source: str


OPERATORS: dict[str, Operator] = {
    function.__name__: function
    for function in (
        *(no_wait, no_call, no_print, no_keyword, no_flush, no_lock),
        *(other_pid, more, fewer, bigger, other_number, other_method, opposite, swapped),
        *(backwards, last_first),
        *(other_word, twice, extra_line, other_exit),
    )
}


def mutants(source: str, *, pipe: bool = False) -> Iterator[Mutant]:
    """Every mutant of a program, by each operator, in the order of the program; none that is the program itself."""
    program = Program(source, pipe=pipe)
    same = ast.dump(program.tree)
    seen: Counter[tuple[str, str, str]] = Counter()
    for name, operator in OPERATORS.items():
        for edit in sorted(set(operator(program)), key=lambda edit: (edit.start, edit.end, edit.text)):
            changed = source[: edit.start] + edit.text + source[edit.end :]
            if ast.dump(ast.parse(changed)) == same:
                continue
            was, now = _lines(source, edit)
            seen[name, was, now] += 1
            begin = edit.start + len(edit.text) - len(edit.text.lstrip("\n"))
            end = max(begin, edit.start + len(edit.text.rstrip()))
            lines = range(changed.count("\n", 0, begin) + 1, changed.count("\n", 0, end) + 2)
            yield Mutant(name, was, now, seen[name, was, now], lines, changed)


def _lines(source: str, edit: Edit) -> tuple[str, str]:
    """The lines that an edit touches, before and after."""
    begin = source.rfind("\n", 0, edit.start) + 1
    end = source.find("\n", edit.end)
    end = len(source) if end < 0 else end
    was = source[begin:end]
    now = source[begin : edit.start] + edit.text + source[edit.end : end]
    return tuple(" ⏎ ".join(line.strip() for line in text.splitlines()) for text in (was, now))  # type: ignore[return-value]
