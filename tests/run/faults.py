"""Faulty programs, as data.

Those that fork without end also stop by themselves after a while: should the containment fail, it is the test that
must break and not the machine.
"""

from __future__ import annotations

from dataclasses import dataclass

LIMIT = 1  # second


@dataclass(frozen=True)
class Fault:
    """A faulty program."""

    program: str
    says: str
    """A pattern of all of the sentence; `PID` stands for a number in it."""
    printed: str | None = ""
    """What it prints; None if that differs."""
    code: int = 1
    """What the command exits with: 1 if the run is not to be trusted."""
    limit: int = LIMIT
    linux: bool = False
    """Whether only Linux knows what happened."""
    methods: bool = False
    """Whether the start methods matter."""


def ended(*who: str) -> str:
    """The sentence on a program that did not end."""
    return rf"it did not end within 1 second; what was ended: {', '.join(who)}"


MAIN = r"play\.py \(PID\)"

FAULTS = {
    "endless": Fault("while True: pass", ended(MAIN)),
    "sleeps": Fault("import time; time.sleep(1000)", ended(MAIN)),
    "ignores SIGTERM": Fault(
        """
        import signal
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            if number < 32:
                signal.signal(number, signal.SIG_IGN)
        while True:
            signal.pause()
        """,
        ended(MAIN),
    ),
    "deaf family, each in a session of its own": Fault(
        """
        import os, signal
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                break
        while True:
            signal.pause()
        """,
        ended(MAIN, *[r"fork \(PID\)"] * 3),
    ),
    "daemon that ignores everything": Fault(
        """
        import os, signal
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.closerange(0, 1024)
            while True:
                signal.pause()
        os.wait()
        """,
        r"it left processes running, which were ended after 1 second: fork \(PID\)",
    ),
    "daemon without its environment": Fault(
        """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            os.execv("/usr/bin/env", ["env", "-i", "/bin/sleep", "1000"])
        os.wait()
        """,
        r"it left processes running, which were ended after 1 second: (fork|env|sleep) \(PID\)",
        linux=True,
    ),
    "double fork": Fault(
        """
        import os, signal
        if os.fork() == 0:
            if os.fork():
                os._exit(0)
            signal.pause()
        os.wait()
        """,
        r"it left processes running, which were ended after 1 second: fork \(PID\)",
    ),
    "forks while it is ended": Fault(
        """
        import os, time
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if os.fork():
                os._exit(0)
            time.sleep(0.02)
        """,
        r"it left processes running, which were ended after 1 second: fork \(PID\)(, fork \(PID\))?",
    ),
    "150 children": Fault(
        """
        import os
        children = [os.fork()]
        while children[-1] and len(children) < 150:
            children.append(os.fork())
        if children[-1] == 0:
            os._exit(0)
        for child in children:
            os.waitpid(child, 0)
        """,
        "it ended by itself, with exit 0",
        code=0,
        limit=20,
    ),
    "150 children that ignore SIGTERM": Fault(
        """
        import os, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for _ in range(150):
            if os.fork() == 0:
                break
        while True:
            signal.pause()
        """,
        ended(MAIN, *[r"fork \(PID\)"] * 7, r"\d+ more"),
    ),
    "floods": Fault(
        """
        text = "x" * 1_000_000
        for _ in range(1000):
            print(text)
        """,
        "it printed more than 1,000,000 bytes",
        printed=None,
    ),
    "prints all at once": Fault('print("x" * 50_000_000)', "it printed more than 1,000,000 bytes", printed=None),
    "writes bytes that are no text": Fault(
        r'import os; os.write(1, b"\xff\xfe\x00\n")',
        "it ended by itself, with exit 0",
        printed="\\xff\\xfe\x00\n",
        code=0,
    ),
    "waits for input": Fault('input("? ")', ended(r"play\.py \(PID, waiting for input\)"), printed="? ", linux=True),
    "stops itself": Fault(
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", ended(r"play\.py \(PID, stopped\)")
    ),
    "kills itself": Fault(
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "it was ended by SIGKILL, and not because of its limit",
        code=0,
    ),
    "kills its process group": Fault(
        """
        import os, signal
        if os.fork() == 0:
            signal.pause()
        os.killpg(0, signal.SIGKILL)
        """,
        "it was ended by SIGKILL, and not because of its limit",
        code=0,
    ),
    "kills its parent": Fault(
        """
        import os, signal
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if os.fork() == 0:
            os.setsid()
            signal.pause()
        os.kill(os.getppid(), signal.SIGKILL)
        while True:
            signal.pause()
        """,
        rf"the process that watches it was stopped or killed; what was ended: {MAIN}, fork \(PID\)",
    ),
    "stops its parent": Fault(
        """
        import os, signal
        os.kill(os.getppid(), signal.SIGSTOP)
        signal.pause()
        """,
        ended(MAIN),
    ),
    "has a syntax error": Fault(
        "print('hello'\nx = 1\n",
        r"it is not valid Python and did not begin: SyntaxError: '\(' was never closed",
        printed=None,
        code=0,
    ),
    "is badly indented": Fault(
        "x = 1\n  y = 2\n",
        "it is not valid Python and did not begin: IndentationError: unexpected indent",
        printed=None,
        code=0,
    ),
    "raises": Fault("1 / 0", "it ended by itself, with exit 1", printed=None, code=0),
    "closes all its descriptors": Fault(
        """
        import os, signal
        os.closerange(0, 4096)
        signal.pause()
        """,
        ended(MAIN),
    ),
    "pool whose task never returns": Fault(
        """
        import multiprocessing, time
        if __name__ == "__main__":
            pool = multiprocessing.Pool(1)
            pool.apply_async(time.sleep, (1000,))
            pool.close()
            pool.join()
        """,
        ended(MAIN, r".*\(PID\)"),
        methods=True,
    ),
    "pipe that nobody reads": Fault(
        """
        import multiprocessing
        def work(end):
            end.send(b"x" * 10_000_000)
        if __name__ == "__main__":
            here, there = multiprocessing.Pipe()
            process = multiprocessing.Process(target=work, args=(there,))
            process.start()
            process.join()
        """,
        ended(MAIN, r".*\(PID\)"),
        methods=True,
    ),
}
