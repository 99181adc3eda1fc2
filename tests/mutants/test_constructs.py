"""Each word of the promise language refuses a change that the same promise without it lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mutants.mutate import mutants
from witness import interpreter
from witness.promise import match, reader
from witness.promise.language import Promise
from witness.recording import Recording
from witness.run import terminal

LOCK = """\
from contextlib import suppress
from multiprocessing import Barrier, Lock, Process
from threading import BrokenBarrierError

def work(lock, all_inside, name):
    with lock:
        print(f"{name} begins", flush=True)
        with suppress(BrokenBarrierError):
            all_inside.wait(3)
        print(f"{name} ends", flush=True)

if __name__ == "__main__":
    names = "ab"
    lock, all_inside = Lock(), Barrier(len(names))
    workers = [Process(target=work, args=(lock, all_inside, name)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
"""
LOCKED = """\
main: exit 0
  worker * 2: exit 0

each name in a, b, at most 1 at once
  worker | {name} begins
  worker | {name} ends
"""
HANG = """\
from multiprocessing import Lock
lock = Lock()
lock.acquire()
print("once")
lock.acquire()  # again
"""
HUNG = """\
main: hangs

main | once
"""
SEMAPHORE = LOCK.replace("Lock()", "Semaphore(2)").replace("Lock", "Semaphore").replace('"ab"', '"abc"')
LIMITED = LOCKED.replace("* 2", "* 3").replace("a, b", "a, b, c").replace("at most 1", "at most 2")
QUEUE = """\
from multiprocessing import Process, SimpleQueue

def consume(queue):
    for n in iter(queue.get, None):
        print("got", n)

if __name__ == "__main__":
    queue = SimpleQueue()
    for n in range(4):
        queue.put(n)
    queue.put(None)
    consumer = Process(target=consume, args=(queue,))
    consumer.start()
    consumer.join()
"""
QUEUED = """\
main: exit 0
  consumer: exit 0

each n in 0..3, in order
  consumer | got {n}
"""
PIPELINE = """\
from multiprocessing import Pipe, Process
import random

def consume(end):
    for n in range(4):
        print("got", end.recv())

if __name__ == "__main__":
    ours, theirs = Pipe()
    items = random.sample(range(4), 4)
    for n in items:
        print("put", n)
    for n in items:
        ours.send(n)
    consumer = Process(target=consume, args=(theirs,))
    consumer.start()
    consumer.join()
"""
PIPED = """\
main: exit 0
  consumer: exit 0

each n in 0..3, first in first out
  main     | put {n}
  consumer | got {n}
"""
PARTY = """\
from multiprocessing import Barrier, Process
import os

def come(n, first, second):
    print(f"{n} arrives", flush=True)
    first.wait()
    print(f"place {first.wait()}", flush=True)
    second.wait()
    print(f"{n} leaves")

if __name__ == "__main__":
    first, second = Barrier(3), Barrier(3)
    guests = [Process(target=come, args=(n, first, second)) for n in range(3)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
"""
MET = """\
main: exit 0
  guest * 3: exit 0

each n in 0..2
  guest[n] | {n} arrives
---
each guest
  guest | place {place: 0..2, different}
---
each n in 0..2
  guest[n] | {n} leaves
"""
CLOCK = """\
import time

begin = time.monotonic()
print(f"at {begin:.6f}")
time.sleep(0.001)
end = time.monotonic()
print(f"at {end:.6f}")
"""
TIMED = """\
main: exit 0

main | at {begin: 0.000000..99999999.000000}
main | at {end: 0.000000..99999999.000000, > begin}
"""
TEXT = """\
import uuid

name = uuid.uuid4()
print("made", name)
print("used", name)
"""
NAMED = "main: exit 0\n\nmain | made {name: *}\nmain | used {name}\n"
POLL = """\
for n in range(3):
    print("waiting")
print("done")
"""
POLLED = "main: exit 0\n\nmain * 3.. | waiting\nmain | done\n"
CHILD = """\
import os
import time

if os.fork() == 0:
    time.sleep(0.2)
    os._exit(0)
os.wait()
print("over")
"""
WAITED = "platforms = linux macos\nmain: exit 0\n  child: exit 0\n\nmain after end of child | over\n"
ECHO = """\
import subprocess

subprocess.run(["echo", "hello"])
"""
SPOKEN = "main: exit 0\n  echo: exit 0\n\necho | hello\n"
LITERAL = """\
print("...")
print("C:\\\\")
"""
WRITTEN = 'main: exit 0\n\nmain | {"..."}\nmain | C:{"\\\\"}\n'


@dataclass(frozen=True)
class Case:
    """A program with its promise, a change, and what makes the promise let it pass."""

    program: str
    promise: str
    was: str
    now: str
    strict: str
    loose: str


CASES = {
    "at most 1 at once": Case(LOCK, LOCKED, "with lock:", "if True:", ", at most 1 at once", ""),
    "at most 2 at once": Case(SEMAPHORE, LIMITED, "Semaphore(2)", "Semaphore(3)", ", at most 2 at once", ""),
    "in order": Case(QUEUE, QUEUED, "in range(4)", "in reversed([*range(4)])", ", in order", ""),
    "first in first out": Case(
        PIPELINE,
        PIPED,
        "for n in items:\n        ours",
        "for n in reversed([*items]):\n        ours",
        ", first in first out",
        "",
    ),
    "different": Case(PARTY, MET, "{first.wait()}", "{first.wait() * 0}", ", different", ""),
    "group[key]": Case(PARTY, MET, 'f"{n} leaves"', 'f"{(n + 1) % 3} leaves"', "[n]", ""),
    "comparison": Case(CLOCK, TIMED, "at {end:", "at {begin:", ", > begin", ""),
    "named text": Case(TEXT, NAMED, '"used", name', '"used", uuid.uuid4()', "used {name}", "used {*}"),
    "repetition": Case(POLL, POLLED, "range(3)", "range(2)", "* 3..", "* 1.."),
    "after end of": Case(CHILD, WAITED, "os.wait()", "pass", " after end of child", ""),
    "speaker that is not Python": Case(ECHO, SPOKEN, '"hello"', '"other"', "echo | hello", "echo | ..."),
    "hangs": Case(HANG, HUNG, "lock.acquire()  # again", "lock.acquire(False)", "hangs", "hangs or exit 0"),
    "literal": Case(LITERAL, WRITTEN, 'print("...")', 'print("other")', '{"..."}', "..."),
}


def record(folder: Path, program: str, promise: Promise) -> Recording:
    path = folder / "play.py"
    path.write_text(program, encoding="utf-8")
    return terminal.run(path, interpreter.ask(), **promise.how)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_word_refuses(tmp_path: Path, case: Case) -> None:
    assert case.program.count(case.was) == 1
    assert case.strict in case.promise
    strict, loose = (
        reader.parse(tmp_path / "play.promise", text)
        for text in (case.promise, case.promise.replace(case.strict, case.loose))
    )
    program = record(tmp_path, case.program, strict)
    assert match.judge(strict, program).difference is None
    mutant = record(tmp_path, case.program.replace(case.was, case.now), strict)
    assert match.judge(strict, mutant).difference is not None
    assert match.judge(loose, mutant).difference is None


@pytest.mark.parametrize(
    ("operator", "name"),
    [("no_lock", "at most 1 at once"), ("bigger", "at most 2 at once"), ("backwards", "first in first out")],
)
def test_these_changes_are_made_by_operators(operator: str, name: str) -> None:
    case = CASES[name]
    changed = case.program.replace(case.was, case.now)
    assert changed in [mutant.source for mutant in mutants(case.program) if mutant.operator == operator]
