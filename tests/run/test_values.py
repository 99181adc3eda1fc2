"""What is read from a shared `Value`, and written to it, in the order in which it happened, and no more than that."""

from __future__ import annotations

import pytest

from tests.run.stage import METHODS, Stage, unwatched, watch
from witness.interpreter import Interpreter

COUNTED = """
from multiprocessing import get_context

def add(total, rate):
    for _ in range(3):
        with total.get_lock():
            total.value += 1
    rate.value = 2.5

if __name__ == "__main__":
    context = get_context("METHOD")
    total, rate = context.Value("i", 0), context.Value("d", 0.5)
    processes = [context.Process(target=add, args=(total, rate)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(total.value)
"""


@pytest.mark.parametrize("method", METHODS)
def test_each_value_has_its_history(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, COUNTED.replace("METHOD", method), python)
    workers = {process.pid for process in recording.processes if process.role == "process"}
    total = [one for one in recording.accesses if one.thing == 1]
    rate = [one for one in recording.accesses if one.thing != 1]
    was = 0
    for one in total:
        assert one.before in (None, str(was))
        was += one.before is not None
        assert one.text == str(was)
    assert was == 6
    assert total[-1].pid not in workers
    assert sorted(one.pid for one in total[:-1]) == sorted([*workers] * 6)  # three times read, and written
    assert [(one.before, one.text) for one in rate] == [("0.5", "2.5"), ("2.5", "2.5")]
    assert {one.pid for one in rate} == workers
    assert [one.time for one in recording.accesses] == sorted(one.time for one in recording.accesses)
    locks = [hold for hold in recording.holds if hold.what == "lock"]
    assert sorted(hold.pid for hold in locks) == sorted([*workers] * 3)  # those of the property are not the program's


PAST = """
from multiprocessing import Lock, Value
from threading import Lock as ThreadLock

mine = Lock()
bare, other, first, second = Value("i", 1, lock=False), Value("i", 2, lock=ThreadLock()), *(
    Value("i", number, lock=mine) for number in (3, 4)
)
bare.value += 1
other.value += 1
first.get_obj().value += 1
print(bare.value, other.value, first.value, second.value, mine.acquire(False))
"""


def test_what_goes_past_the_property_or_another_lock_is_not_seen(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, PAST, python)
    assert recording.output == "2 3 4 4 True\n"
    assert [(one.thing, one.before, one.text) for one in recording.accesses] == [(1, None, "4"), (2, None, "4")]


MANY = """
from multiprocessing import Process, Value

def add(total):
    for _ in range(100):
        total.value += 1

if __name__ == "__main__":
    total = Value("i", 7)
    process = Process(target=add, args=(total,))
    process.start()
    process.join()
    print(total.value)
"""


def test_where_not_all_is_written_down_nothing_is_told(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, MANY, python)
    assert recording.output == "107\n"
    assert recording.accesses == ()
    few = watch(stage, MANY.replace("100", "10"), python)
    assert [one.text for one in few.accesses if one.before is not None] == [*map(str, range(8, 18))]


WRONG = """
import sys, traceback
from multiprocessing import Value

class Loud:
    def __index__(self):
        raise LookupError("loud")

number = Value("i", 0)
for wrong in "text", 1.5, Loud():
    try:
        number.value = wrong
    except Exception:
        traceback.print_exc(file=sys.stdout)
number.value = True
number.value -= 2
print(number.value, type(number).value.fget.__name__, type(number).value.fset.__name__, number)
"""


def test_the_program_notices_nothing(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, WRONG, python)
    assert recording.output == unwatched(stage, WRONG, python)
    assert [(one.before, one.text) for one in recording.accesses] == [
        *(("0", "1"), (None, "1"), ("1", "-1"), (None, "-1")),
    ]
