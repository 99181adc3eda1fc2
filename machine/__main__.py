"""`python -m machine`: builds the machine's states; `lock` renews what they are made of."""

from __future__ import annotations

import argparse

from machine import debian, lock, states
from witness import commands


def main() -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m machine", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["build", "lock"], default="build")
    parser.add_argument("--python", choices=debian.PYTHONS, help="only this one")
    asked = parser.parse_args()
    return commands.answer(lambda: _do(asked.what, asked.python))


def _do(what: str, python: str | None) -> int:
    if what == "lock":
        lock.renew()
        return 0
    for state in states.build((python,) if python else debian.PYTHONS):
        print(f"Python {state.python}: {state.file}, {state.size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
