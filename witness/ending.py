"""How a process ended, in words."""

import signal
from typing import Literal, TypeAlias

HANGS: Literal["hangs"] = "hangs"
"""Not at all: it stood still, and was ended with the run."""
Ending: TypeAlias = int | Literal["hangs"] | None
"""An exit code, minus the number of a signal, that it hangs; None where nobody knows."""


def ending(code: Ending) -> str:
    """How a process ended, as people call it."""
    if code == HANGS:
        return HANGS
    if code is None:
        return "nobody knows how it ended"
    if code >= 0:
        return f"exit {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
