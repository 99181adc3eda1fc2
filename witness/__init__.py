"""Runs a Python program as a reader would, watches its processes, holds what they did to a promise, and shows it.

Data goes one way, through a folder for each step; each says its own in its `__init__`:

    program ─ run/ ─▶ recording ─┐
                                 ├─ check/ ─▶ verdict ─ exhibit/ ─▶ HTML for a page
    x.promise ─ promise/ ────────┘

`recording.py` is what happened, as plain data; `snippet.py` says where a program and its promise lie; `interpreter.py`
is a Python that programs are run with. `commands/` is what people type, `pytest_plugin.py` what pytest collects.
Small things that all of them use: `errors.py` (a mistake of somebody's, with its cure), `signals.py` (we are asked to
stop), `ending.py` (an exit code in words), `invocation.py` (the command that a message recommends).
Nothing here knows the site that this was made for: that is the package `book`.
"""
