"""`python -m live`: builds the editor, beside the machine; `missing` says why a site cannot have Live, or nothing."""

from __future__ import annotations

import argparse

from live import bundle, files
from witness import commands


def main() -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m live", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["build", "missing"], default="build")
    asked = parser.parse_args()
    return commands.answer(lambda: _do(asked.what))


def _do(what: str) -> int:
    if what == "missing":
        print(files.missing())
        return 0
    place = bundle.build()
    print(f"editor: {place.name}, {place.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
