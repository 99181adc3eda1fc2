"""The observer in what a program measures of itself: `cProfile` counts every call, and ours are not the program's."""

from __future__ import annotations

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def leave_out(module: Any) -> None:
    """Let profiles of `cProfile` be without the observer."""
    getstats = module.Profile.getstats

    def without(self: Any) -> Any:
        entries = getstats(self)
        return hooks.quietly(_without, entries) or entries

    module.Profile.getstats = without


def _is_ours(code: Any) -> bool:
    if isinstance(code, str):  # a function in C that goes by the name of one of ours
        return "_Raw." in code
    return bool(code.co_filename.startswith(hooks.HERE))


def _without(entries: list[Any]) -> list[Any]:
    """Entries without ours, and without the calls that ours have made for themselves."""
    made: dict[Any, int] = {}
    for entry in entries:
        if _is_ours(entry.code):
            # What is watched is called by one of ours of this name, and is the program's call; no builtin is watched.
            watched = getattr(entry.code, "co_name", "") == "call"
            for inside in entry.calls or ():
                if not watched or str(inside.code).startswith("<built-in method builtins."):
                    made[inside.code] = made.get(inside.code, 0) + inside.callcount
    left = []
    for entry in entries:
        count = entry.callcount - made.get(entry.code, 0)
        if count > 0 and not _is_ours(entry.code):
            calls = [inside for inside in entry.calls or () if not _is_ours(inside.code)]
            left.append(type(entry)((entry.code, count, *entry[2:5], calls or None)))
    return left
