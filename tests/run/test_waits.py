"""Where a process waits is told, and for what: while the kernel says that it sleeps."""

from __future__ import annotations

import textwrap

import pytest

from tests.run.stage import Stage, watch
from witness.interpreter import Interpreter
from witness.recording import Recording, Wait

ASLEEP = """
import os, signal, sys, time

def asleep(pid, task=0):
    # Come back when the kernel says that the first thread of a process sleeps, again and again: it waits.
    seen = 0
    while seen < 20:
        with open(f"/proc/{pid}/task/{pid}/stat") as file:
            text = file.read()
        seen = seen + 1 if text.rpartition(")")[2].split()[0] == "S" else 0
        time.sleep(0.001)

def tell():
    asleep(main)
    print("the kernel says that main sleeps", flush=True)

main = os.getpid()
"""
CONTEXT = """
import multiprocessing.connection
context = multiprocessing.get_context("fork")
"""
FORKED = {
    "os.wait": ("child", "os.wait()"),
    "os.waitpid": ("child", "os.waitpid(pid, 0)"),
    "os.wait4": ("child", "os.wait4(pid, 0)"),
    "os.waitid": ("child", "os.waitid(os.P_PID, pid, os.WEXITED)"),
    "os.read": ("data", "os.read(end, 1)"),
    "select": ("data", "import selectors; one = selectors.DefaultSelector(); one.register(end, 1); one.select()"),
    "signal": ("signal", "signal.sigwait([signal.SIGCHLD])"),
    "pause": ("signal", "signal.pause()"),
}
PROCESSES = {
    "join": ("child", "process.join()"),
    "join with a timeout": ("child", "process.join(30)"),
    "lock": ("lock", "lock.acquire()"),
    "with lock": ("lock", "with lock: pass"),
    "lock with a timeout": ("lock", "lock.acquire(True, 30)"),
    "semaphore": ("semaphore", "semaphore.acquire()"),
    "event": ("event", "event.wait()"),
    "condition": ("condition", "with condition: condition.wait_for(event.is_set)"),
    "barrier": ("barrier", "barrier.wait()"),
    "queue": ("message", "messages.get()"),
    "simple queue": ("message", "simple.get()"),
    "full queue": ("room", "full.put(2)"),
    "joinable queue": ("tasks", "tasks.join()"),
    "recv": ("message", "end.recv()"),
    "poll": ("message", "end.poll(30)"),
    "connection.wait": ("message", "multiprocessing.connection.wait([end, process.sentinel])"),
}
POOL = "from multiprocessing import get_context; Pool = get_context('fork').Pool"
EXECUTOR = """
import concurrent.futures
from concurrent.futures import ProcessPoolExecutor as Executor
from multiprocessing import get_context
"""
THREAD = "from threading import Event, Thread; from queue import Queue"
ENDS = f"{THREAD}; signal.signal(15, lambda *_: sys.exit())"
FUNCTIONS = {
    "apply": ("result", POOL, "with Pool(1) as pool: pool.apply(tell)"),
    "map": ("result", POOL, "with Pool(1) as pool: pool.map(told, [1])"),
    "imap": ("result", POOL, "with Pool(1) as pool: list(pool.imap(told, [1]))"),
    "pool join": ("workers", POOL, "pool = Pool(1); pool.apply_async(tell); pool.close(); pool.join()"),
    "future": ("result", EXECUTOR, "with Executor(1, get_context('fork')) as one: one.submit(tell).result()"),
    "futures": (
        "result",
        EXECUTOR,
        "with Executor(1, get_context('fork')) as one: list(concurrent.futures.as_completed([one.submit(tell)]))",
    ),
    "shutdown": ("workers", EXECUTOR, "with Executor(1, get_context('fork')) as one: one.submit(tell)"),
    "thread": ("thread", THREAD, "one = Thread(target=tell); one.start(); one.join()"),
    "event": ("event", THREAD, "event = Event(); Thread(target=then, args=(event.set,)).start(); event.wait()"),
    "queue": ("message", THREAD, "line = Queue(); Thread(target=then, args=(line.put, 1)).start(); line.get()"),
    "sleep": ("time", ENDS, "Thread(target=then, args=(os.kill, main, 15)).start(); time.sleep(30)"),
    "subprocess": ("child", "import subprocess", "subprocess.run([sys.executable, __file__, str(os.getpid())])"),
    "at the end": (
        "child",
        "import multiprocessing",
        "multiprocessing.get_context('fork').Process(target=tell).start()",
    ),
}


def waited(recording: Recording) -> Wait:
    """The wait of the first process at the moment at which somebody saw it sleep."""
    main = recording.processes[0]
    (moment,) = (
        write.time
        for write in recording.writes
        if recording.output[write.start : write.end] == "the kernel says that main sleeps\n"
    )
    (wait,) = (wait for wait in recording.waits if wait.pid == main.pid and wait.start < moment < wait.end)
    return wait


@pytest.mark.parametrize("name", FORKED)
def test_forked(stage: Stage, python: Interpreter, name: str) -> None:
    what, call = FORKED[name]
    program = f"""
        end, other_end = os.pipe()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD]) if "sigwait" in {call!r} else None
        signal.signal(signal.SIGCHLD, lambda *_: None)
        pid = os.fork()
        if pid == 0:
            tell()
            os._exit(0)
        os.close(other_end)
        {call}
    """
    recording = watch(stage, ASLEEP + textwrap.dedent(program), python)
    wait, child = waited(recording), recording.processes[1]
    assert (wait.what, wait.of) == (what, child.pid if "pid" in call.replace("waitpid", "") else 0)


@pytest.mark.parametrize("name", PROCESSES)
def test_of_multiprocessing(stage: Stage, python: Interpreter, name: str) -> None:
    what, call = PROCESSES[name]
    program = f"""
        lock, semaphore, event, condition = context.Lock(), context.Semaphore(0), context.Event(), context.Condition()
        barrier, messages, simple, full = context.Barrier(2), context.Queue(), context.SimpleQueue(), context.Queue(1)
        tasks, (end, other_end) = context.JoinableQueue(), context.Pipe()
        def work():
            tell()
            lock.release(), semaphore.release(), event.set()
            with condition:
                condition.notify_all()
            messages.put(1), simple.put(1), full.get(), tasks.get(), tasks.task_done(), other_end.send(1)
            if {name!r} == "barrier":
                barrier.wait()
        lock.acquire(), full.put(1), tasks.put(1)
        process = context.Process(target=work)
        process.start()
        {call}
        process.join()
    """
    recording = watch(stage, ASLEEP + CONTEXT + textwrap.dedent(program), python)
    wait, child = waited(recording), recording.processes[1]
    assert (wait.what, wait.of) == (what, child.pid if what == "child" else 0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_of_a_function(stage: Stage, python: Interpreter, name: str) -> None:
    what, needs, call = FUNCTIONS[name]
    program = f"""
        def told(_):
            tell()
        def then(function, *args):
            tell()
            function(*args)
        if sys.argv[1:]:
            main = int(sys.argv[1])
            tell()
            sys.exit()
        {call}
    """
    recording = watch(stage, ASLEEP + needs + textwrap.dedent(program), python)
    wait = waited(recording)
    assert (wait.what, wait.of) == (what, recording.processes[1].pid if what == "child" else 0)


WORKERS = {
    "pool": ("pool = Pool(1)", "pool.apply_async({}).get()", "pool.close(), pool.join()"),
    "executor": ("pool = Executor(1, get_context('fork'))", "pool.submit({}).result()", "pool.shutdown()"),
}


@pytest.mark.parametrize("name", WORKERS)
def test_of_a_worker(stage: Stage, python: Interpreter, name: str) -> None:
    make, call, end = WORKERS[name]
    program = f"""
        begun, messages = get_context("fork").SimpleQueue(), get_context("fork").SimpleQueue()
        def fetch():
            begun.put(1)
            return messages.get()
        {make}
        worker = {call.format("os.getpid")}
        asleep(worker)
        print("without a task", flush=True)
        given = pool.{"apply_async" if name == "pool" else "submit"}(fetch)
        begun.get()
        asleep(worker)
        print("within a task", flush=True)
        messages.put(1)
        {end}
    """
    recording = watch(stage, f"{ASLEEP}{POOL}\n{EXECUTOR}\n" + textwrap.dedent(program), python)
    (worker,) = (process for process in recording.processes if process.role == "worker")
    whats = [
        wait.what
        for write in recording.writes
        for wait in recording.waits
        if wait.pid == worker.pid and wait.start < write.time < wait.end
    ]
    assert whats == ["task", "message"]


def kinds(recording: Recording) -> set[str]:
    """For what the first process waited."""
    return {wait.what for wait in recording.waits if wait.pid == recording.processes[0].pid}


def test_what_returns_at_once_is_no_wait(stage: Stage, python: Interpreter) -> None:
    program = """
        import queue, threading
        messages, bounded, endless = context.Queue(), queue.Queue(2), queue.Queue()
        thread = threading.Thread(target=len, args=("",))
        thread.start()
        while thread.is_alive():
            pass
        thread.join()
        for line in (messages, bounded, endless):
            line.put(1)
        os.waitpid(os.spawnlp(os.P_NOWAIT, "true", "true"), os.WNOHANG)
        context.Lock().acquire()
    """
    recording = watch(stage, ASLEEP + CONTEXT + textwrap.dedent(program), python)
    assert kinds(recording) <= {
        "start",
        "thread",
    }  # a thread of the queue sends what is in it, and is joined at the end
    assert not any(wait.what == "thread" for wait in recording.waits[:-1])


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_wait_is_called_by_what_the_call_around_it_is_there_for(
    stage: Stage, python: Interpreter, method: str
) -> None:
    program = f"""
import multiprocessing
def work(n):
    signal.signal(signal.SIGTERM, end)  # a worker outlasts its pool, until that waits for it
    return n
def end(*_):
    asleep(multiprocessing.parent_process().pid)
    os._exit(0)
if __name__ == "__main__":
    with multiprocessing.get_context("{method}").Pool(1) as pool:
        pool.map(work, range(1))
"""
    assert kinds(watch(stage, ASLEEP + program, python)) - {"start"} == {"result", "workers"}
