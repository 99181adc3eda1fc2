"""Who held which lock, and who let others go on: while nobody else could have it, and no sooner than they did."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.run.stage import METHODS, Stage, unwatched, watch
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.run import events
from witness.run.locks import releases
from witness.run.processes import Processes

TURNS = """
import os, time
from multiprocessing import get_context

def work(lock, semaphore, condition, value):
    for _ in range(5):
        with lock:
            print("in", flush=True)
            time.sleep(0.001)
            print("out", flush=True)
    with semaphore:
        pass
    with condition:
        condition.notify()
    lock.acquire(), lock.release()
    with value.get_lock():
        value.value += 1
    value.value

if __name__ == "__main__":
    context = get_context("METHOD")
    things = context.RLock(), context.Semaphore(2), context.Condition(), context.Value("i", 0)
    processes = [context.Process(target=work, args=things) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    queue, event = context.Queue(), context.Event()
    queue.put(1), queue.get(), event.set(), event.wait()
"""


@pytest.mark.parametrize("method", METHODS)
def test_one_after_the_other(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, TURNS.replace("METHOD", method), python)
    workers = {process.pid for process in recording.processes if process.role == "process"}
    assert {hold.pid for hold in recording.holds} == workers  # and not the parent, who only used a queue and an event
    assert all(hold.by == hold.pid for hold in recording.holds)
    for worker in workers:
        held = [hold.what for hold in recording.holds if hold.pid == worker]
        assert held == [*["lock"] * 5, "semaphore", *["lock"] * 3]
    for _, group in itertools.groupby(sorted(recording.holds, key=lambda one: one.thing), lambda one: one.thing):
        holds = list(group)
        if holds[0].what == "lock":
            assert all(one.end <= other.start for one, other in itertools.pairwise(holds))
    # Each wrote its lines while it held the lock, as far as anybody can tell.
    for write in recording.writes:
        assert any(hold.pid == write.pid and hold.start < write.time < hold.end for hold in recording.holds)


KEPT = """
import os
from multiprocessing import get_context

def work(lock, ready, end):
    lock.acquire()
    ready.set()
    end.recv()
    os._exit(0)

def wait(lock):
    print(lock.acquire(timeout=0.2))

if __name__ == "__main__":
    context = get_context("METHOD")
    lock, ready, (end, other_end) = context.Lock(), context.Event(), context.Pipe()
    process = context.Process(target=work, args=(lock, ready, other_end))
    process.start()
    ready.wait(), lock.acquire(False), end.send(1)
    process.join()
    other = context.Process(target=wait, args=(lock,))
    other.start()
    other.join()
    lock.release()
"""


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_released_and_what_another_releases(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, KEPT.replace("METHOD", method), python)
    main, holder, waiter = (one for one in recording.processes if one.role in ("main", "process"))
    (hold,) = recording.holds
    assert (hold.pid, hold.by, hold.end > holder.end) == (holder.pid, main.pid, True)
    (wait,) = (wait for wait in recording.waits if (wait.pid, wait.what) == (waiter.pid, "lock"))
    assert wait.thing == hold.thing

    kept = watch(stage, KEPT.replace("METHOD", method).replace("    lock.release()\n", ""), python)
    assert [(hold.by, hold.end == kept.by_pid[hold.pid].end) for hold in kept.holds] == [(0, True)]


SETS = """
import time
from multiprocessing import get_context

def wait(event, condition, barrier, ready):
    ready.put(1)
    event.wait()
    with condition:
        ready.put(1)
        condition.wait()
    barrier.wait()

def asleep(condition):
    while condition._sleeping_count._semlock._get_value() < 2:
        time.sleep(0.001)

if __name__ == "__main__":
    context = get_context("METHOD")
    event, condition, barrier, ready = context.Event(), context.Condition(), context.Barrier(3), context.SimpleQueue()
    processes = [context.Process(target=wait, args=(event, condition, barrier, ready)) for _ in range(2)]
    for process in processes:
        process.start()
    ready.get(), ready.get(), asleep(event._cond)
    event.set()
    ready.get(), ready.get(), asleep(condition)
    with condition:
        condition.notify_all()
    asleep(barrier._cond)
    barrier.wait()
    for process in processes:
        process.join()
"""


@pytest.mark.parametrize("method", METHODS)
def test_what_lets_others_go_on(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, SETS.replace("METHOD", method), python)
    main = recording.processes[0].pid
    waiters = sorted(process.pid for process in recording.processes if process.role == "process")
    assert [(one.what, one.pid, sorted(one.to)) for one in recording.releases] == [
        (what, main, waiters) for what in ("event", "condition", "barrier")
    ]
    for release in recording.releases:
        for pid in release.to:
            (wait,) = (wait for wait in recording.waits if (wait.pid, wait.what) == (pid, release.what))
            assert wait.start < release.time < wait.end
    assert Recording.from_json(recording.to_json()) == recording


ODD = """
import sys, traceback
from multiprocessing import get_context

if __name__ == "__main__":
    context = get_context("METHOD")
    lock, rlock, semaphore = context.Lock(), context.RLock(), context.BoundedSemaphore(1)
    condition = context.Condition()
    event, barrier, value = context.Event(), context.Barrier(2), context.Value("i", 1)
    for call in (
        lambda: lock.release(), lambda: rlock.release(), lambda: semaphore.release(), lambda: lock.acquire("x", "y"),
        lambda: lock.acquire(block=True, timeout=0.01), lambda: lock.acquire(block=True, timeout=0.01),
        lambda: lock.acquire(False), lambda: lock.__exit__(), lambda: condition.notify(), lambda: condition.wait(),
        lambda: event.set(1), lambda: barrier.wait(0.01), lambda: value.acquire(), lambda: rlock.__enter__(),
        lambda: rlock.__exit__(), lambda: rlock.__exit__(), lambda: condition.__enter__(),
        lambda: condition.notify_all(),
    ):
        try:
            print(call())
        except Exception:
            traceback.print_exc(file=sys.stdout)
    print(lock, rlock, semaphore, condition, value)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_nothing_of_it_is_seen(stage: Stage, python: Interpreter, method: str) -> None:
    program, without = ODD.replace("METHOD", method), re.compile(r"0x\w+")
    assert without.sub("", watch(stage, program, python).output) == without.sub("", unwatched(stage, program, python))


GONE = """
import weakref
from multiprocessing import get_context

if __name__ == "__main__":
    context = get_context("METHOD")
    for make in (context.Lock, context.RLock, context.Semaphore, context.Event, context.Condition):
        thing = make()
        with thing if hasattr(thing, "acquire") else context.Lock():
            reference = weakref.ref(thing)
        del thing
        print(make.__name__, reference() is None)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_lock_goes_when_the_program_lets_it_go(stage: Stage, python: Interpreter, method: str) -> None:
    program = GONE.replace("METHOD", method)
    assert watch(stage, program, python).output == unwatched(stage, program, python)


INTERRUPTED = """
from multiprocessing import Lock

def interrupt(*_):
    raise KeyboardInterrupt

lock = Lock()
observer = getattr(lock.release, "__globals__", {"_note": None})
note = observer["_note"]
for call in (lambda: lock.acquire(), lambda: lock.__enter__()):
    observer["_note"] = interrupt
    try:
        call()
    except KeyboardInterrupt:
        print("interrupted")
    observer["_note"] = note
    print(lock.acquire(False))
    lock.release()
for call in (lambda: lock.release(), lambda: lock.__exit__()):
    lock.acquire()
    observer["_note"] = interrupt
    try:
        call()
    except KeyboardInterrupt:
        print("interrupted")
    observer["_note"] = note
    print(lock.acquire(False))
    lock.release()
"""


def test_what_interrupts_the_observer_leaves_no_lock_held(stage: Stage, python: Interpreter) -> None:
    assert watch(stage, INTERRUPTED, python).output == "interrupted\nTrue\n" * 4


MISTAKEN = """
from multiprocessing import get_context

def work(lock, counter, end):
    with lock:
        end.send(1), end.recv()
        print("worked", flush=True)
    counter.release()

if __name__ == "__main__":
    context = get_context("METHOD")
    lock, counter, (end, other_end) = context.RLock(), context.Semaphore(0), context.Pipe()
    process = context.Process(target=work, args=(lock, counter, other_end))
    process.start()
    end.recv()
    try:
        lock.release()
    except AssertionError as error:
        print(error, flush=True)
    end.send(1)
    counter.acquire()
    process.join()
"""


@pytest.mark.parametrize("method", METHODS)
def test_a_release_that_fails_and_a_semaphore_that_counts(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, MISTAKEN.replace("METHOD", method), python)
    (hold,) = recording.holds  # nobody holds what only counts
    failed, worked = (write.time for write in recording.writes)
    assert (hold.what, hold.by) == ("lock", hold.pid)
    assert hold.start < failed < worked < hold.end


def test_nobody_waits_for_an_event_that_is_set(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
from multiprocessing import Event
event = Event()
event.set()
event.set()
print(event.wait(), flush=True)
event.clear()
print(event.wait(0.01))
""",
        python,
    )
    (wait,) = (wait for wait in recording.waits if wait.what == "event")
    assert wait.start > recording.writes[0].time


# -- what is known -----------------------------------------------------------------------------------------------------


def waits(what: str, begin: int, end: int, answer: int | None, thing: str = "it") -> list[events.Event]:
    return [events.Waits(1000 * begin, what, 0, thing), events.Woke(1000 * end, answer)]


def released(*logs: list[events.Event]) -> list[tuple[int, tuple[int, ...]]]:
    """Who let whom go on; the processes are 1, 2 and so on."""
    observed = {pid: [events.Start(0, "fork", 0, []), *log] for pid, log in enumerate(logs, 1)}
    return [(one.pid, one.to) for one in releases(Processes(observed, [events.Begin(0)], 1))]


def test_which_of_two_it_was_is_not_known() -> None:
    once, again = events.Sets(3000, "event", "it"), events.Sets(5000, "event", "it")
    assert released([once], waits("event", 1, 4, 1), waits("event", 2, 6, 1)) == [(1, (2, 3))]
    assert released([once, again], waits("event", 1, 4, 1), waits("event", 2, 6, 1)) == [(1, (2,)), (1, ())]


def test_who_gave_up_waiting_did_not_go_on_because_of_it() -> None:
    assert released([events.Sets(3000, "event", "it")], waits("event", 1, 4, 0)) == [(1, ())]


def comes(begin: int, end: int, answer: int | None, parties: int = 2) -> list[events.Event]:
    return waits("barrier", begin, end, answer, f"it {parties}")


def test_a_barrier_more_than_once() -> None:
    assert released([*comes(1, 4, 0), *comes(6, 9, 1)], [*comes(3, 4, 1), *comes(5, 8, 0)]) == [(2, (1,)), (1, (2,))]
    assert released(comes(1, 4, None), comes(1, 4, 0)) == []


def test_a_barrier_to_which_somebody_came_whom_nobody_saw() -> None:
    assert released(comes(1, 4, 0, parties=3), comes(2, 4, 1, parties=3)) == []
