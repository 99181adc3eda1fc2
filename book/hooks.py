"""Hooks of mkdocs: how a build begins, fails and stops, what a page is told, and what `mkdocs serve` does otherwise."""

from __future__ import annotations

import functools
import html
import logging
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from book import page as pages
from book.labels import LABELS
from witness import signals
from witness.check.cache import FOLDER

ROOM = 32
"""Megabytes that a build needs."""
_serving = False


def on_startup(command: str, **_: object) -> None:
    """See that there is room; let a request to end be what Ctrl-C is, so that snippets and temporary files go too."""
    global _serving  # noqa: PLW0603 - mkdocs tells it only here
    _serving = command == "serve"
    for folder in Path.cwd(), Path(tempfile.gettempdir()):
        if shutil.disk_usage(folder).free < ROOM * 2**20:
            sys.exit(f"{folder}: less than {ROOM} MB are free here, which a build needs; make room")
    signals.heed()
    _keep_words()


def _keep_words() -> None:
    """Let jieba keep what it has read of its dictionary here; it would be in a folder that all users share."""
    jieba: Any = sys.modules.get("jieba")
    if jieba is None:
        return
    jieba.setLogLevel(logging.CRITICAL)
    try:
        FOLDER.mkdir(exist_ok=True)
        tempfile.TemporaryFile(dir=FOLDER).close()
    except OSError:
        return
    jieba.dt.tmp_dir = str(FOLDER)


def on_config(config: MkDocsConfig, **_: object) -> MkDocsConfig:
    """A preview has one language, so no switch; say at once if its address is taken."""
    if _serving:
        config.extra["alternate"], config.extra["languages"] = None, []
        _see_that_it_is_free(*config.dev_addr)
    return config


@functools.cache  # afterwards it is taken by ourselves
def _see_that_it_is_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        sys.exit(
            f"{host}:{port}: the preview cannot stand here ({os.strerror(error.errno or 0)}); "
            f"choose another place: nox -s serve -- -a 127.0.0.1:{port + 1}"
        )


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Tell the exhibits where the root is; make words of the front matter fit into HTML; say what is not finished."""
    pages.now.root = "../" * page.url.count("/")
    for key in "title", "description":
        if key in page.meta:
            page.meta[key] = html.escape(str(page.meta[key]))
    place = f"docs/{config.theme['language']}/{page.file.src_uri}:"
    notes = [note for note in pages.now.notes if place in note]
    if not notes:
        return markdown
    text = "\n".join(f"    {line}" for note in notes for line in note.splitlines())
    title = LABELS[config.theme["language"]]["unfinished"]
    return f'!!! warning "{title}"\n\n    ~~~~ text\n{text}\n    ~~~~\n\n{markdown}'


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

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name and the file: jinja2's own key cannot be made of a file whose name the locale cannot say."""
        return f"{name}|{filename}"

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
