"""What processes say to one another: which message that was received is which that was sent, as the kernel has it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.stage import METHODS, ROOT, Stage, unwatched, watch
from tests.run.strace import why_not_strace
from witness.interpreter import Interpreter
from witness.recording import Recording
from witness.run import events
from witness.run.messages import messages
from witness.run.processes import Processes

TALK = """
from multiprocessing import get_context

def work(ends):
    queue, joinable, simple, end = ends
    queue.put(("one", 1))
    joinable.put("two"), simple.put([3]), end.send(None)
    end.send_bytes(b"five"), end.recv()

if __name__ == "__main__":
    context = get_context("METHOD")
    end, other_end = context.Pipe()
    queues = context.Queue(), context.JoinableQueue(), context.SimpleQueue()
    process = context.Process(target=work, args=[(*queues, other_end)])
    process.start()
    print([queue.get() for queue in queues], end.recv(), end.recv_bytes())
    end.send({"s": "i" * 99})
    process.join()
"""


@pytest.mark.parametrize("method", METHODS)
def test_of_all_kinds(stage: Stage, python: Interpreter, method: str) -> None:
    recording = watch(stage, TALK.replace("METHOD", method), python)
    main = recording.processes[0].pid
    (child,) = (process.pid for process in recording.processes if process.role == "process")
    assert sorted((one.what, one.pid, one.to, one.text) for one in recording.messages) == sorted(
        [
            ("queue", child, main, "('one', 1)"),
            ("queue", child, main, "'two'"),
            ("queue", child, main, "[3]"),
            ("pipe", child, main, "None"),
            ("pipe", child, main, "b'five'"),
            ("pipe", main, child, "{'s': 'iiiiiiiiiiii…"),
        ]
    )
    assert all(one.sent < one.received for one in recording.messages)


CROWD = """
import os
from multiprocessing import get_context

def put(queue, n):
    for k in range(8):
        queue.put(f"item-{n}-{k}")

def get(queue):
    while queue.get() is not None:
        pass

if __name__ == "__main__":
    context = get_context("METHOD")
    queue = context.Queue()
    writers = [context.Process(target=put, args=(queue, n)) for n in range(3)]
    readers = [context.Process(target=get, args=(queue,)) for _ in range(2)]
    for process in writers + readers:
        process.start()
    for process in writers:
        process.join()
    queue.put(None), queue.put(None)
    for process in readers:
        process.join()
"""


@pytest.mark.parametrize("method", METHODS)
def test_as_the_kernel_has_it(stage: Stage, oldest: Interpreter, method: str) -> None:
    """Several write to one queue and several read from it: who wrote and who read each item is seen by `strace`."""
    if why_not_strace():
        pytest.skip(why_not_strace())
    log = stage.folder / "strace.log"
    program = stage.write(CROWD.replace("METHOD", method))
    command = ["strace", "-f", "-e", "trace=read,write", "-y", "-e", "signal=none", "-s", "99", "-o", str(log)]
    witness = [sys.executable, "-m", "witness", "run", str(program), "--json", "--timeout", "30"]
    done = subprocess.run(
        [*command, *witness, "--python", oldest.path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    recording = Recording.from_json(done.stdout)
    assert not recording.problems
    told = {one.text.strip("'"): (one.pid, one.to) for one in recording.messages if "item" in one.text}
    assert len(told) == 24
    assert told == _carried(log)


def _carried(log: Path) -> dict[str, tuple[int, int]]:
    """Who wrote each item into a pipe, and who read it from one."""
    owners: dict[str, int] = {}  # of threads: each process has a log of its own
    ways: dict[str, dict[str, str]] = {"read": {}, "write": {}}
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        task, text = line.split(maxsplit=1)
        if text.endswith("<unfinished ...>"):
            begun[task] = text
            continue
        if text.startswith("<... "):
            text = begun.pop(task, "") + text
        if own := re.match(r"write\(\d+<[^>]*/(\d+)\.log>", text):
            owners[task] = int(own[1])
        elif call := re.match(r"(read|write)\(\d+<pipe:.*(item-\d-\d)", text):
            ways[call[1]][call[2]] = task
    return {item: (owners[task], owners[ways["read"][item]]) for item, task in ways["write"].items()}


SAME = """
import os, queue, sys, traceback
from multiprocessing import get_context

def work(tasks):
    full, end = tasks
    print(full.get(), full.get(), end.recv())
    end.close()

if __name__ == "__main__":
    context = get_context("fork")
    full, (end, other_end) = context.Queue(1), context.Pipe()
    full.put("a")
    for call in (
        lambda: full.put("b", False), lambda: full.put(), lambda: end.send(lambda: 0), lambda: other_end.recv_bytes(-1),
        lambda: context.SimpleQueue().put(work.__code__), lambda: end.send_bytes("text"),
    ):
        try:
            call()
        except (queue.Full, TypeError, ValueError, AttributeError, Exception) as error:
            traceback.print_exc(file=sys.stdout)
    process = context.Process(target=work, args=[(full, other_end)])
    process.start()
    full.put("c"), end.send("d")
    process.join()
    other_end.close()
    try:
        end.recv()
    except EOFError:
        traceback.print_exc(file=sys.stdout)
    print(vars(end), sorted(vars(full)), full.put, end.send, other_end)
"""


def test_nothing_of_it_is_seen(stage: Stage, python: Interpreter) -> None:
    recording = watch(stage, SAME, python)
    without = re.compile(r"0x\w+")
    assert without.sub("", recording.output) == without.sub("", unwatched(stage, SAME, python))
    main, child = (process.pid for process in recording.processes)
    assert [(one.pid, one.to, one.text) for one in recording.messages] == [
        *((main, child, text) for text in ("'a'", "'c'", "'d'"))
    ]


OTHERS = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

if __name__ == "__main__":
    context = get_context("METHOD")
    with context.Pool(2) as pool, ProcessPoolExecutor(2, context) as executor, context.Manager() as manager:
        items = manager.Queue()
        items.put(1), items.get(), pool.map(abs, range(9)), list(executor.map(abs, range(9)))
"""


@pytest.mark.parametrize("method", METHODS)
def test_what_the_library_says_to_itself_is_not_told(stage: Stage, python: Interpreter, method: str) -> None:
    assert watch(stage, OTHERS.replace("METHOD", method), python).messages == ()


def test_more_than_are_written_down(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
from multiprocessing import get_context

def work(end):
    for n in range(400):
        end.send(n)

if __name__ == "__main__":
    context = get_context("fork")
    end, other_end = context.Pipe()
    process = context.Process(target=work, args=(end,))
    process.start()
    print(sum(other_end.recv() for _ in range(400)))
    process.join()
""",
        python,
    )
    main, child = (process.pid for process in recording.processes)
    assert recording.output == "79800\n"
    assert [one for one in recording.messages if (one.pid, one.to) != (child, main)] == []
    assert [one.text for one in recording.messages] == [str(n) for n in range(39)]


def test_what_was_refused_was_not_sent_and_what_waits_in_a_queue_was_put(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
from multiprocessing import Pipe, Queue
end, other_end = Pipe()
other_end.close()
try:
    end.send("refused")
except BrokenPipeError as error:
    print(error)
queue = Queue()
queue.put(bytes(1_000_000)), queue.put("waiting")
queue.cancel_join_thread()
""",
        python,
    )
    texts = [one.text for one in recording.messages]
    assert [text for text in texts if not text.startswith("b'")] == ["'waiting'"]


LOUD = """
from multiprocessing import Pipe, Queue

class Loud:
    def __init__(self, n):
        self.n = n

    @property
    def __class__(self):
        print("asked")
        return int

    def __int__(self):
        print("asked")
        return 1

    __repr__ = __bool__ = __len__ = __hash__ = __int__

    def __reduce__(self):
        return Loud, (self.n,)

end, other_end = Pipe()
queue = Queue()
queue.put(Loud(1)), end.send(Loud(2)), end.send(10**9999)
print(queue.get().n, other_end.recv().n, other_end.recv() % 7)
"""


def test_no_code_of_what_is_sent_runs_for_it(stage: Stage, python: Interpreter) -> None:
    assert watch(stage, LOUD, python).output == unwatched(stage, LOUD, python)


def test_after_one_that_cannot_be_pickled(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
from multiprocessing import Pipe
end, other_end = Pipe()
try:
    end.send(lambda: 0)
except Exception:
    end.send_bytes(b"raw")
print(other_end.recv_bytes())
""",
        python,
    )
    assert [one.text for one in recording.messages] == ["b'raw'"]


def test_the_same_in_two_queues(stage: Stage, python: Interpreter) -> None:
    """The first queue's thread does not come to it before the second's."""
    recording = watch(
        stage,
        """
from multiprocessing import Queue
first, second = Queue(), Queue()
first.put(bytes(1_000_000))
first.put("it")
print("between", flush=True)
second.put("it")
second.get(), first.get(), first.get()
""",
        python,
    )
    (between,) = recording.writes
    its = sorted((one for one in recording.messages if one.text == "'it'"), key=lambda one: one.received)
    assert [one.sent > between.time for one in its] == [True, False]


def test_of_what_waits_in_a_queue_not_more_is_written_down(stage: Stage, python: Interpreter) -> None:
    recording = watch(
        stage,
        """
from multiprocessing import Queue
queue = Queue()
queue.put(bytes(1_000_000))
for n in range(1_000):
    queue.put(n)
queue.cancel_join_thread()
""",
        python,
    )
    assert len(recording.messages) == 40


# -- what is known -----------------------------------------------------------------------------------------------------

# Moments are in microseconds, as a recording has them.

PIPE = events.Pipe(1, "pipe", 7, 7)


def out(begin: int, end: int, length: int = 5, thread: int = 0) -> list[events.Event]:
    return [events.Sends(1000 * begin, 7, thread, length, 0, f"{begin}"), events.Sent(1000 * end, thread, True)]


def into(begin: int, end: int, length: int | None = 5, thread: int = 0) -> list[events.Event]:
    return [events.Receives(1000 * begin, 7, thread), events.Received(1000 * end, thread, length)]


def met(*logs: list[events.Event]) -> list[tuple[str, int, int]]:
    """Of each message the text, who sent it, and who received it; the processes are 1, 2 and so on."""
    observed = {pid: [events.Start(0, "fork", 0, []), *log] for pid, log in enumerate(logs, 1)}
    return [(one.text, one.pid, one.to) for one in messages(Processes(observed, [events.Begin(0)], 1))]


def test_one_after_the_other() -> None:
    assert met([PIPE, *out(2, 3), *out(4, 5)], [*into(2, 6), *into(7, 8)]) == [("2", 1, 2), ("4", 1, 2)]


def test_of_two_at_the_same_time_the_order_is_not_known_but_of_the_next_it_is() -> None:
    assert met([PIPE, *out(2, 4), *out(6, 7)], out(3, 5), [*into(2, 8), *into(8, 9), *into(9, 10)]) == [
        *(("2", 1, 0), ("3", 2, 0), ("6", 1, 3)),
        *(("", 0, 3), ("", 0, 3)),
    ]


def test_after_one_that_was_not_over_nothing_is_known() -> None:
    broken = [*out(2, 3), events.Sends(4000, 7, 0, 5, 0, "4")]
    assert met([PIPE, *broken], out(6, 7), [*into(2, 8), *into(8, 9), *into(9, 10)]) == [
        *(("2", 1, 3), ("4", 1, 0), ("6", 2, 0)),
        *(("", 0, 3), ("", 0, 3)),
    ]


def test_one_that_came_out_before_anybody_else_sent_was_sent() -> None:
    broken = [*out(2, 3), events.Sends(4000, 7, 0, 5, 0, "4")]
    assert met([PIPE, *broken], out(8, 9), [*into(2, 6), *into(6, 7), *into(9, 10)]) == [
        *(("2", 1, 3), ("4", 1, 3), ("8", 2, 3)),
    ]
    assert met([PIPE, *broken], [*into(2, 6), *into(6, 7, 6)]) == [("2", 1, 2), ("4", 1, 0), ("", 0, 2)]


def test_after_one_of_another_length_nothing_is_known() -> None:
    assert met([PIPE, *out(2, 3), *out(4, 5), *out(6, 7)], [*into(8, 9), *into(9, 10, 6), *into(11, 12)]) == [
        *(("2", 1, 2), ("4", 1, 0), ("6", 1, 0)),
        *(("", 0, 2), ("", 0, 2)),
    ]


def test_after_as_many_as_are_written_down_nothing_is_known() -> None:
    assert met([PIPE, *out(2, 3), events.Silent(4000, 7, True)], out(5, 6), [*into(2, 8), *into(8, 9)]) == [
        *(("2", 1, 3), ("5", 2, 0)),
        ("", 0, 3),
    ]


def test_a_number_that_the_system_gives_again() -> None:
    assert met([PIPE, *out(2, 3), events.Pipe(10_000, "pipe", 7, 7), *out(11, 12)], [*into(11, 13)]) == [
        *(("2", 1, 0), ("11", 1, 2)),
    ]


def test_both_ways() -> None:
    """What is sent at one end comes out at the other."""
    both = events.Pipe(1, "pipe", 6, 7)
    assert met(
        [both, events.Sends(2000, 6, 0, 5, 0, "there"), events.Sent(3000, 0, True)], [*into(2, 4), *out(5, 6)]
    ) == [
        ("there", 1, 2),
        ("5", 2, 0),
    ]
