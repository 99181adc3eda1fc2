"""Hooks of mkdocs: how a build begins, fails and stops, and what `mkdocs serve` need not do again."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from witness import signals

ROOM = 32
"""Megabytes that a build needs."""


def on_startup(**_: object) -> None:
    """See that there is room; let a request to end be what Ctrl-C is, so that snippets and temporary files go too."""
    for folder in Path.cwd(), Path(tempfile.gettempdir()):
        if shutil.disk_usage(folder).free < ROOM * 2**20:
            sys.exit(f"{folder}: less than {ROOM} MB are free here, which a build needs; make room")
    signals.heed()


def on_build_error(error: Exception, **_: object) -> None:
    """Say what the machine refuses, where mkdocs would show its insides."""
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        where = error.filename or f"the site's folder, or that for temporary files ({tempfile.gettempdir()})"
        logging.getLogger("mkdocs").error("%s: %s", where, what)
        raise SystemExit(1)


class _Compiled(jinja2.BytecodeCache):
    """What was compiled, by a key that jinja2 makes of the template's name and text."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def on_env(env: jinja2.Environment, **_: object) -> jinja2.Environment:
    """Give the new build what an earlier one has compiled."""
    env.bytecode_cache = _compiled
    return env
