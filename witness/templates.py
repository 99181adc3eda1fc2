"""A hook of mkdocs: the theme's templates are compiled once, however often `mkdocs serve` builds the site again."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket


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
