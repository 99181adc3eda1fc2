"""How we stop: whoever asks for it, what was started is ended on the way out."""

from __future__ import annotations

import contextlib
import signal


class Stopped(KeyboardInterrupt):
    """Somebody wants us to stop: what was started is ended on the way out."""

    def __init__(self, number: int) -> None:
        """Keep which signal said so."""
        self.signal = signal.Signals(number)


def heed() -> None:
    """Let SIGINT, SIGTERM and SIGHUP raise `Stopped`, unless they are ignored; the first is enough."""
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    heeded = [number for number in numbers if number and signal.getsignal(number) is not signal.SIG_IGN]

    def stop(number: int, _: object) -> None:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)  # a second must not break off the tidying up
        raise Stopped(number)

    with contextlib.suppress(ValueError):  # only the main thread may do this
        for number in heeded:
            signal.signal(number, stop)
