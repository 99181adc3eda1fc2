"""The calls that a program makes are told, with their depth and what they were given."""

from __future__ import annotations

import pytest

from tests.run.stage import Stage, lines, watch
from witness.interpreter import Interpreter

CALLS = {
    "twice": (
        """
def work(n):
    return n
work(1)
work(2)
""",
        [1, 3, 2, 4, 2],
        [(0, "work(1)"), (0, "work(2)")],
    ),
    "exception": (
        """
def inner():
    raise ValueError
def middle():
    inner()
def outer():
    try:
        middle()
    except ValueError:
        after()
def after():
    pass
outer()
outer()
""",
        [1, 3, 5, 10, 12, 6, 7, 4, 2, 8, 9, 11, 13, 6, 7, 4, 2, 8, 9, 11],
        [(0, "outer()"), (1, "middle()"), (2, "inner()"), (1, "after()")] * 2,
    ),
    "recursion": (
        """
def down(n):
    if n:
        down(n - 1)
down(2)
""",
        [1, 4, 2, 3, 2, 3, 2],
        [(0, "down(2)"), (1, "down(1)"), (2, "down(0)")],
    ),
    "generator": (
        """
def count(n):
    for i in range(n):
        yield i
def use(n):
    return n
for n in count(2):
    use(n)
""",
        [1, 4, 6, 2, 3, 7, 5, 6, 2, 3, 7, 5, 6, 2],
        [(0, "count(2)"), (0, "use(0)"), (0, "count(2)"), (0, "use(1)"), (0, "count(2)")],
    ),
    "thrown into a generator": (
        """
def steps():
    try:
        yield
    except ValueError:
        yield
def use():
    pass
generator = steps()
next(generator)
generator.throw(ValueError())
use()
list(generator)
""",
        [1, 6, 8, 9, 2, 3, 10, 4, 5, 11, 7, 12],
        [(0, "steps()"), (0, "steps()"), (0, "use()"), (0, "steps()")],
    ),
    "class": (
        """
class Thing:
    def __init__(self, n):
        self.n = n
def make(n):
    return Thing(n)
make(1)
""",
        [1, 1, 2, 4, 6, 5, 3],
        [(0, "make(1)"), (1, "__init__(…)")],
    ),
}


@pytest.mark.parametrize(("program", "ran", "called"), CALLS.values(), ids=CALLS.keys())
def test_lines_and_calls(
    stage: Stage, python: Interpreter, program: str, ran: list[int], called: list[tuple[int, str]]
) -> None:
    recording = watch(stage, program, python)
    (main,) = recording.processes
    assert lines(recording, main) == ran
    assert [(call.depth, call.name) for call in recording.calls] == called
    open_: list[float] = []
    for call in recording.calls:
        while open_ and open_[-1] <= call.start:
            open_.pop()
        assert call.depth == len(open_)
        assert call.start <= call.end < main.end
        open_.append(call.end)


def test_labels(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
class Trap(type):
    def __eq__(self, other):
        print("compared")
        raise SystemExit(1)
    __hash__ = type.__hash__
class Nasty(str, metaclass=Trap):
    def __repr__(self):
        print("called")
        raise SystemExit(1)
class Name:
    def __getattr__(self, name):
        raise RuntimeError
def two(a, b=None):
    inside = a
    return lambda: inside
def one():
    two(10**5000)
    two("x" * 25)
    two(Nasty())
    two(Name(), 1)
two(1, 2.5)
two("it's", b=True)
two("\\x1b\\u2028汉\\udc80")
two(-7)
one()
""",
        python,
    )
    assert recording.output == ""
    words = ["(1, 2.5)", '("it\'s", True)', "('\\x1b\\u2028汉\\udc80', None)", "(-7, None)"]
    assert [call.name for call in recording.calls if call.depth == 0] == [f"two{word}" for word in words] + ["one()"]
    assert [call.name for call in recording.calls if call.depth == 1] == ["two(…)"] * 4
