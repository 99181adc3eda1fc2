"""How a process ended, in words."""

import signal


def ending(code: int | None) -> str:
    """How a process ended, as people call it."""
    if code is None:
        return "nobody knows how it ended"
    if code >= 0:
        return f"exit {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
