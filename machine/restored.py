"""A machine restored from its state, in node, driven from Python: what a page does in a worker, for tests."""

from __future__ import annotations

import base64
import json
import queue
import secrets
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from machine import states, tools
from machine.states import MEMORY, State
from machine.store import HERE, STORE
from witness.errors import Mistake

PATIENCE = 180.0
"""Seconds within which something has to happen."""


@dataclass
class Told:
    """What came of a job."""

    output: bytes = b""
    facts: dict[str, Any] = field(default_factory=dict)
    """All that the agent told, in one."""
    first: float | None = None
    """The seconds until the first output."""
    seconds: float = 0.0
    """And until all was told."""


def built() -> tuple[str, dict[str, State]]:
    """The emulator's folder, and the state of each Python, as they were built last.

    Raises:
        Mistake: none was.
    """
    if not states.BUILT.exists():
        raise Mistake("the machine has not been built; `nox -s machine` does it")
    read = json.loads(states.BUILT.read_text(encoding="utf-8"))
    found = {one["python"]: State(**one) for one in read["states"]}
    return str(STORE / read["v86"]), found


class Machine:
    """One restored machine."""

    def __init__(self, python: str) -> None:
        """Restore that of a Python, such as `3.14`."""
        emulator, found = built()
        node, _ = tools.node()
        command: list[str | Path] = [
            node,
            HERE / "emulator" / "serve.mjs",
            emulator,
            STORE / found[python].file,
            str(MEMORY),
        ]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.idle = True
        """Whether it waits for a program."""
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.restored: float = self._next(time.monotonic() + PATIENCE)["restored"] / 1000
        """The seconds that it took."""

    def __enter__(self) -> Self:
        """Have it as long as a block lasts."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever it does."""
        self._node.kill()
        self._node.communicate()

    def _listen(self) -> None:
        assert self._node.stdout is not None
        for line in self._node.stdout:
            self._said.put(json.loads(line))
        self._said.put({"ended": self._node.wait()})

    def _next(self, until: float) -> dict[str, Any]:
        try:
            said = self._said.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise TimeoutError("the machine says nothing more") from None
        if "ended" in said:
            raise ChildProcessError(f"node has ended with exit {said['ended']}")
        return said

    def send(self, **what: object) -> None:
        """Pass something on: `job`, `stop` or `typed`."""
        assert self._node.stdin is not None
        self._node.stdin.write(json.dumps(what).encode() + b"\n")
        self._node.stdin.flush()

    def run(self, source: str, name: str = "program.py", *, patience: float = PATIENCE, **job: object) -> Told:
        """Run a program; return when all is over."""
        self.start(source, name, **job)
        return self.rest(patience)

    def start(self, source: str, name: str = "program.py", **job: object) -> None:
        """Have a program run."""
        seed = secrets.token_hex(32)
        self._begin, self._told, self.idle = time.monotonic(), Told(), False
        self.send(job={"name": name, "source": source, "time": time.time(), "seed": seed, **job})

    def until(self, output: bytes, patience: float = PATIENCE) -> None:
        """Wait until this was printed."""
        while output not in self._told.output:
            self._take(self._begin + patience)

    def rest(self, patience: float = PATIENCE) -> Told:
        """Wait until all is over."""
        while "over" not in self._told.facts:
            self._take(self._begin + patience)
        self._told.seconds, self.idle = time.monotonic() - self._begin, True
        return self._told

    def _take(self, until: float) -> None:
        said = self._next(until)
        if "printed" in said:
            self._told.output += base64.b64decode(said["printed"])
            self._told.first = self._told.first or time.monotonic() - self._begin
        else:
            self._told.facts |= said
