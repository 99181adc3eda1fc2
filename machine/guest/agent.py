"""The machine's only service: takes a program on the second serial port, and tells there what became of it.

README.md of `machine` has the protocol. What the program prints goes to the first serial port as it comes, and what
comes in there is typed at its terminal.
"""

from __future__ import annotations

import dataclasses
import fcntl
import functools
import gc
import json
import mmap
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import tty
from pathlib import Path
from typing import Any

from machine.guest import zygote
from witness import interpreter
from witness.check.verdict import Verdict
from witness.errors import Mistake
from witness.exhibit import differences
from witness.exhibit.figure import Exhibit
from witness.interpreter import Interpreter
from witness.promise import match
from witness.promise.match import Outcome
from witness.recording import Recording
from witness.run import orders, terminal
from witness.run.orders import Order, Supervisor
from witness.snippet import Snippet

PYTHON = "/usr/bin/python3"
HOME = Path("/home/reader")
WORK = Path("/run/machine")
"""Where runs are written down, and programs lie with their promises; the reader's programs do not come here."""
LIMIT = 60.0
"""The seconds that a program may take if nobody says otherwise."""
PATIENCE = 600
"""Seconds that an interpreter has to answer: the emulator may run beside much else while a state is made."""
SPARE = 300
"""Pages of four kilobytes that stay as they are while free memory is blanked."""
RNDADDENTROPY_DONE = 0x5207  # RNDRESEEDCRNG, <linux/random.h>
PLACES = (HOME, Path("/tmp"), Path("/dev/shm"), Path("/dev/mqueue"))
"""Where programs can leave files."""
PROCESSES = """multiprocessing.pool multiprocessing.queues multiprocessing.popen_fork multiprocessing.popen_spawn_posix
multiprocessing.popen_forkserver multiprocessing.synchronize multiprocessing.shared_memory multiprocessing.connection
multiprocessing.resource_tracker multiprocessing.spawn concurrent.futures.process concurrent.futures.thread threading
hashlib hmac pkgutil queue random runpy subprocess signal tempfile traceback"""
"""What programs about processes import, directly or not; but nothing that changes what others do when it is imported,
as `multiprocessing.managers` does: with it, more can be pickled."""
KEPT = ("supervisor", "leftovers", "stillness")
"""What the supervisor of a program without a warm interpreter is, and what any supervisor may need."""
FIRST = 1000
"""About the PID of the first program: a number with as many digits as readers are used to."""
EXERCISE = """import os
from multiprocessing import Process, Queue


def child(queue, number):
    queue.put(number)
    print("child %s" % os.getpid(), f"of {os.getppid()}")


if __name__ == "__main__":
    queue = Queue()
    process = Process(target=child, args=(queue, 3))
    process.start()
    print(queue.get())
    process.join()
"""
EXERCISE_PROMISE = """parent: exit 0
  child: exit 0

child  | child {child} of {*}
parent | 3
"""


class Port:
    """A serial port, line by line in JSON."""

    def __init__(self, path: str) -> None:
        """Open it; bytes pass unchanged."""
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        tty.setraw(self.fd)
        self._heard = b""

    def write(self, data: bytes) -> None:
        """Write all of it."""
        while data:
            data = data[os.write(self.fd, data) :]

    def tell(self, **what: object) -> None:
        """Say something to whoever has this machine."""
        self.write(json.dumps(what, ensure_ascii=True, default=vars).encode() + b"\n")

    def hear(self) -> dict[str, Any]:
        """Wait for what is said next."""
        while b"\n" not in self._heard:
            self._heard += os.read(self.fd, 65536)
        line, _, self._heard = self._heard.partition(b"\n")
        said = json.loads(line)
        if not isinstance(said, dict):
            raise TypeError("an object is expected")
        return said

    def is_heard(self) -> bool:
        """Whether anything was said."""
        return bool(self._heard) or bool(select.select([self.fd], [], [], 0)[0])


class Stop(threading.Event):
    """Set as soon as somebody says anything while a program runs: there is nothing else to say then."""

    def __init__(self, port: Port) -> None:
        """Listen to a port."""
        super().__init__()
        self._port = port

    def is_set(self) -> bool:
        """Whether it was said."""
        if not super().is_set() and self._port.is_heard():
            self._port.hear()
            self.set()
        return super().is_set()


class Screen:
    """The first serial port, as a reader who looks on and types."""

    def __init__(self, port: Port) -> None:
        """Show all that is printed there."""
        self.port, self.keys = port, port.fd

    def show(self, data: bytes) -> None:
        """Show it."""
        self.port.write(data)


class Zygotes:
    """Two interpreters that wait for programs: one that has just started, one that has imported what many want."""

    def __init__(self, modules: str) -> None:
        """Start them."""
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
        (self._plain, _), (self._full, _) = pairs
        doors = [theirs.fileno() for _, theirs in pairs]
        env = os.environ | {"ZYGOTE_DOORS": " ".join(map(str, doors)), "ZYGOTE_MODULES": modules}
        env["PYTHONPATH"] = f"/opt/machine/guest/door:{env['PYTHONPATH']}"
        subprocess.Popen([PYTHON, zygote.NAME], stdin=subprocess.DEVNULL, pass_fds=doors, env=env)
        for _, theirs in pairs:
            theirs.close()

    def start(self, order: Order, fds: tuple[int, int, int], *, full: bool, warm: bool, template: bool) -> Supervisor:
        """Have one make a supervisor, and that a program; with a template, if it starts interpreters itself."""
        return orders.give(order, fds, self._full if full else self._plain, warm=warm, template=template)


class Agent:
    """Runs programs, one after the other."""

    def __init__(self) -> None:
        """Start what is to have started before the first program comes."""
        self.screen, self.port = Screen(Port("/dev/ttyS0")), Port("/dev/ttyS1")
        interpreter.PATIENCE = PATIENCE
        self.python = interpreter.ask(PYTHON)
        self.zygotes = Zygotes(PROCESSES)

    def run(self, job: dict[str, Any]) -> None:
        """Run a program as its promise says, and tell what it did."""
        if "time" in job:
            time.clock_settime(time.CLOCK_REALTIME, float(job["time"]))
        if "seed" in job:
            reseed(str(job["seed"]).encode())
        name, source, promised = str(job["name"]), str(job["source"]), job.get("promise")
        book = Path(tempfile.mkdtemp(dir=WORK))
        try:
            kept = Snippet(book / name)
            kept.path.write_text(source, encoding="utf-8", newline="")
            if promised is not None:
                kept.path.with_suffix(".promise").write_text(str(promised), encoding="utf-8", newline="")
            python = self.python.starting(job["method"]) if job.get("method") else self.python
            program = HOME / name
            how: dict[str, Any] = kept.promise.how if promised is not None else {}
            how |= {"limit": float(job.get("limit", LIMIT))}
            with as_reader():
                program.write_text(source, encoding="utf-8", newline="")
                recording = self._record(program, python, how)
            self.port.tell(ran=recording.ending, exit=recording.exit_code, recording=recording)
            outcome = match.judge(kept.promise, recording) if promised is not None else Outcome(None, {})
            if promised is not None:
                difference = outcome.difference and differences.told(
                    outcome.difference.replace(f"{book}/", ""), job.get("language", "")
                )
                self.port.tell(kept=difference is None, difference=difference)
            if language := job.get("language"):
                verdict = Verdict(kept, python, recording, outcome)
                shown = Exhibit({"": verdict}, language, "", {}, links=False, promised=promised is not None)
                self.port.tell(exhibit=shown.html())
        finally:
            clear(book)
            book.rmdir()
            for place in PLACES:
                clear(place)

    def _record(self, program: Path, python: Interpreter, how: dict[str, Any]) -> Recording:
        warm = not how.get("options") and not any(name.startswith("PYTHON") for name in how.get("variables", ()))
        source = program.read_text(encoding="utf-8")
        full = any(word in source for word in ("multiprocessing", "concurrent"))
        starts = python.start_method != "fork" or any(
            word in source for word in ("spawn", "forkserver", "shared_memory")
        )
        # A program that waits for whichever child there is would wait for its template.
        template = full and starts and "os.wait" not in source
        start = functools.partial(self.zygotes.start, full=full, warm=warm, template=template)
        return terminal.run(program, python, **how, abort=Stop(self.port), reader=self.screen, start=start)

    def serve(self) -> None:
        """Run whatever comes."""
        while True:
            job = self.port.hear()
            if "name" not in job:  # somebody wanted to end a program that had just ended
                continue
            try:
                self.run(job)
            except Mistake as mistake:  # it has removed what was written down of it
                self.port.tell(failed=str(mistake))
            except Exception as error:  # whatever a program has done to its surroundings: the next one has others
                self.port.tell(failed=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
            self.port.tell(over=True)


class as_reader:  # noqa: N801 - it reads as a word
    """What is made inside belongs to the reader's user, who cannot end us all the same."""

    def __enter__(self) -> None:
        """Put on the user."""
        os.setegid(zygote.READER)
        os.seteuid(zygote.READER)

    def __exit__(self, *_: object) -> None:
        """Take it off again."""
        os.seteuid(0)
        os.setegid(0)


def reseed(seed: bytes) -> None:
    """Mix a seed into the kernel's random numbers: every machine that is restored has the same ones before."""
    with open("/dev/urandom", "r+b", buffering=0) as file:  # noqa: PTH123
        file.write(seed)
        fcntl.ioctl(file, RNDADDENTROPY_DONE)


def clear(folder: Path) -> None:
    """Leave nothing in a folder."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def forget() -> None:
    """Remove what is in memory now, and is not imported by whoever runs a program."""
    for name in ("jinja2", "markupsafe", "pygments"):
        shutil.rmtree(f"/opt/{name}")
    for path in sorted(Path("/opt/witness").rglob("*"), reverse=True):
        ours = path.suffix in (".py", ".pyc", ".css", ".js") and "observer" not in path.parts
        if ours and path.stem.partition(".")[0] not in KEPT:
            path.unlink()


def count() -> None:
    """Use up the small PIDs: each thread takes one too, and there is nothing quicker."""
    last = 0
    while last < FIRST:
        thread = threading.Thread(target=int)
        thread.start()
        last = thread.native_id or 0
        thread.join()


def blank() -> None:
    """Fill what memory is free with zeros, so that it takes no room in the saved state."""
    Path("/proc/sys/vm/drop_caches").write_text("3")
    lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    free = int(lines["MemFree"].split()[0]) // 4 - SPARE
    if os.fork() == 0:
        zygote.weigh(1000)
        with mmap.mmap(-1, free * mmap.PAGESIZE) as memory:
            for place in range(0, len(memory), mmap.PAGESIZE):
                memory[place] = 0
        os._exit(0)
    os.wait()


def main() -> None:
    """Warm up, say that the state can be saved, and serve."""
    WORK.mkdir(parents=True)
    runs = WORK / "runs"
    runs.mkdir()
    os.chown(runs, zygote.READER, zygote.READER)
    tempfile.tempdir = str(runs)
    zygote.weigh(-1000)
    agent = Agent()
    for promise in (EXERCISE_PROMISE, None):  # what is done once is done before the state is saved
        for language in ("zh", "en"):
            agent.run({"name": "exercise.py", "source": EXERCISE, "promise": promise, "language": language})
        agent.run({"name": "exercise.py", "source": "print('a')\n", "promise": "main: exit 0\n\nmain | a\n"})
    forget()
    gc.collect()
    gc.freeze()
    count()
    blank()
    agent.port.tell(ready=True, python=dataclasses.asdict(agent.python), build=sys.version)
    agent.serve()


if __name__ == "__main__":
    main()
