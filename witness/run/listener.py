"""What a program prints is read, and what is typed is typed, while it runs: the other end of its terminal."""

from __future__ import annotations

import os
import select
import threading
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from witness.run.orders import Supervisor  # Windows has not what it needs

OUTPUT_LIMIT = 1_000_000  # bytes; the observer does not write down longer writes either
END = b"\x04"  # Ctrl-D: what is typed so far, or the end if that is nothing


class Reader(Protocol):
    """Somebody who reads along while the program runs, and may type."""

    keys: int
    """A descriptor: what can be read from it is typed at the terminal."""

    def show(self, data: bytes) -> None:
        """Take what the program has just printed."""


def listen(
    source: int,
    keyboard: int,
    typed: bytes,
    supervisor: Supervisor,
    abort: threading.Event | None,
    reader: Reader | None = None,
) -> tuple[bytes, list[tuple[int, int]], list[str]]:
    """Read what the program prints until nobody is left to print; type what is to be typed.

    Args:
        source: where the output comes from: a descriptor.
        keyboard: the terminal, where it is typed.
        typed: what is typed, and after it the end, to everybody who reads on; nothing if it is empty.
        supervisor: of the program.
        abort: ends the program when it is set.
        reader: who reads along, if anybody does.

    Returns:
        The output, how much of it had arrived at which moment (nanoseconds of the monotonic clock), and what there is
        to say against the run.
    """
    leash, told = supervisor.leash, supervisor.told
    output = bytearray()
    arrivals: list[tuple[int, int]] = []
    problems: list[str] = []
    if typed:
        os.set_blocking(keyboard, False)
        if not typed.endswith(b"\n"):
            typed += END
    hands = [keyboard] if typed else []
    typist = [reader.keys] if reader else []
    watched = [source, told.fileno(), *typist]
    over = False  # whether the program is dead, and only those are left that clean up behind it
    while True:
        if abort is not None and abort.is_set():
            leash.close()
        gone = supervisor.is_over()  # asked before looking: what it left is still there to be read
        ready, free, _ = select.select(watched, hands, [], 0.1)
        if free:
            # Each end is for one read, and nobody knows how many will read: type it for as long as there is room.
            try:
                typed = typed[os.write(keyboard, typed or END) :]
            except BlockingIOError:
                pass
            except OSError:  # nobody has the terminal any more
                hands = []
        if reader and reader.keys in ready:
            os.write(keyboard, os.read(reader.keys, 1024))
        if source not in ready:
            if told.fileno() in ready:
                watched = [source]
                over = bool(os.read(told.fileno(), 1))
                leash.close()
            elif gone:
                break
            continue
        try:
            data = os.read(source, 65536)
        except OSError:  # Linux says EIO when the last process has closed the terminal
            break
        if not data:
            break
        if over:
            continue
        if len(output) < OUTPUT_LIMIT:
            output += data
            if reader:
                reader.show(data)
            arrivals.append((len(output), time.monotonic_ns()))
        elif not problems:
            problems.append(f"it printed more than {OUTPUT_LIMIT:,} bytes")
            leash.close()
    return bytes(output[:OUTPUT_LIMIT]), arrivals, problems
