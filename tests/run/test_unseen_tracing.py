"""A program that traces, profiles, interrupts itself or counts its frames finds its own only."""

from __future__ import annotations

import pytest

from tests.run.stage import Stage, unwatched, watch
from witness.interpreter import Interpreter
from witness.run import terminal

RECURSION = """
import os, sys, traceback
def endless(n):
    return endless(n + 1)
def caught(n):
    try:
        caught(n + 1)
    finally:
        seen.append(n)
class Mirror:
    def __repr__(self):
        return repr(self)
seen = []
def act():
    for function in (lambda: endless(0), lambda: caught(0), lambda: repr(Mirror()), lambda: sorted([2, 1], key=caught)):
        try:
            function()
        except RecursionError as error:
            frames = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
            print(error, len(frames), *sorted({code.co_filename for code in frames}), len(seen), flush=True)
act()
if os.fork() == 0:
    act()
    sys.exit()
os.wait()
sys.setrecursionlimit(80)
act()
print(sys.getrecursionlimit())
"""


def test_recursion_is_the_programs_own(stage: Stage, python: Interpreter) -> None:
    assert watch(stage, RECURSION, python).output == unwatched(stage, RECURSION, python)


THREADS = """
import sys, threading, time
def linger(event, arguments):
    if event == "sys.settrace":
        time.sleep(0.05)
sys.addaudithook(linger)
threads = [threading.Thread(target=print, args=("on",)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(threading.gettrace())
"""


def test_threads_that_begin_at_once_are_not_in_one_anothers_way(stage: Stage, python: Interpreter) -> None:
    """Python 3.11 refuses to set a trace function while it is set in another thread."""
    assert watch(stage, THREADS, python).output == unwatched(stage, THREADS, python)


SIGNALS = """
import signal
def act(number, frame):
    raise TimeoutError
signal.signal(signal.SIGALRM, act)
for n in range(20):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0001)
        n = 0
        while True:
            n += 1
    except TimeoutError:
        print("in time")
"""


def test_what_the_handler_of_a_signal_raises_reaches_the_program(stage: Stage, python: Interpreter) -> None:
    assert watch(stage, SIGNALS, python).output == "in time\n" * 20


def test_tracebacks_of_what_a_handler_raises(stage: Stage, oldest: Interpreter) -> None:
    program = """
        import os, signal, traceback
        def handler(*_):
            raise LookupError("alarm")
        signal.signal(signal.SIGALRM, handler)
        _, full = os.pipe()
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        try:
            os.write(full, bytes(10_000_000))  # waits until the alarm
        except LookupError as error:
            print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    """
    for _ in range(5):
        assert terminal.run(stage.write(program), oldest, lines=False).output == "['<module>', 'handler']\n"


PROFILE = """
import cProfile, os, re, subprocess, sys, threading
def work():
    for n in range(3):
        print(n)
        if os.fork() == 0:
            os._exit(0)
        os.wait()
    os.write(1, b"x")
    for n in range(2000):
        abs(n)
cProfile.run("work()", "profile")
import pstats
for (file, _, name), (_, count, *_) in sorted(pstats.Stats("profile").stats.items()):
    print(os.path.basename(file), re.sub("0x.*", "", name), count)
"""


def test_profile_is_the_programs_own(stage: Stage, python: Interpreter) -> None:
    assert watch(stage, PROFILE, python).output == unwatched(stage, PROFILE, python)


OWN_TRACE = """
import sys, threading
seen = []
def tracer(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        seen.append((event, frame.f_lineno, type(argument).__name__))
    return tracer
def step(n):
    if n:
        raise ValueError
    return n
def act():
    for n in range(2):
        try:
            step(n)
        except ValueError:
            pass
print(SETTRACE.__module__, GETTRACE)
sys.settrace(tracer)
threading.settrace(tracer)
act()
thread = threading.Thread(target=act)
thread.start()
thread.join()
sys.settrace(None)
print(seen)
print(sys.gettrace(), threading.gettrace() is tracer)
"""


def test_program_that_traces_itself(stage: Stage, python: Interpreter) -> None:
    # On 3.11 the observer has to take the one place of a tracer; the program finds it there, and may take it over.
    found = "sys.gettrace()" if python.feature >= (3, 12) else "None"
    program = OWN_TRACE.replace("SETTRACE", "sys.settrace").replace("GETTRACE", found)
    assert watch(stage, program, python).output == unwatched(stage, program, python)


OWN_TOOL = """
import sys
tools = sys.monitoring
seen = []
def step(n):
    if n == 2:
        raise ValueError
    yield n
def act():
    for n in range(3):
        try:
            list(step(n))
        except ValueError:
            pass
def note(name, answer=None):
    def call(code, *rest):
        if code.co_filename == __file__:
            seen.append((name, code.co_name, *(x if type(x) is int else type(x).__name__ for x in rest)))
        return answer
    return call
for tool in (0, 1, 2, 4, 5):
    assert tools.get_tool(tool) is None
    tools.use_tool_id(tool, f"mine {tool}")
    names = ("LINE", "PY_START", "PY_RETURN", "PY_YIELD", "PY_RESUME", "PY_UNWIND", "RAISE")
    for name in names:
        answer = tools.DISABLE if tool == 1 and name == "LINE" else None
        tools.register_callback(tool, getattr(tools.events, name), note(f"{tool} {name}", answer))
    tools.set_events(tool, sum(getattr(tools.events, name) for name in names))
act()
act()
for tool in (0, 1, 2, 4, 5):
    tools.set_events(tool, 0)
print(seen)
"""


def test_program_that_monitors_itself(stage: Stage, python: Interpreter) -> None:
    if python.feature < (3, 12):
        pytest.skip("sys.monitoring came with Python 3.12")
    assert watch(stage, OWN_TOOL, python).output == unwatched(stage, OWN_TOOL, python)


def test_one_tool_only(stage: Stage, python: Interpreter) -> None:
    if python.feature < (3, 12):
        pytest.skip("sys.monitoring came with Python 3.12")
    program = "import sys\nprint([sys.monitoring.get_tool(tool) for tool in range(6)])\n"
    assert watch(stage, program, python).output == f"{[None, None, None, 'witness', None, None]}\n"
