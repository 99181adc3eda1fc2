"""Hooks of mkdocs: how a build begins, fails and stops, what a page is told, its style, and what a preview does."""

from __future__ import annotations

import fnmatch
import functools
import html
import json
import logging
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from pygments.token import STANDARD_TYPES

from book import built, style
from book import page as pages
from book.labels import LABELS
from book.sites import PREVIEWS
from live import files
from witness import signals

ROOM = 32
"""Megabytes that a build needs."""
UNUSED = ["assets/javascripts/lunr/*", "assets/javascripts/workers/*", "assets/*.map", "assets/stylesheets/*"]
"""Of the theme's files those that no page asks for; its sheets are in the site's own."""
_serving = False
_words: set[str] = set()
"""All classes of all pages; when one is built anew, what it no longer has does no harm."""


def on_startup(command: str, **_: object) -> None:
    """See that there is room; let a request to end be what Ctrl-C is, so that snippets and temporary files go too."""
    global _serving  # noqa: PLW0603 - mkdocs tells it only here
    _serving = command == "serve"
    for folder in Path.cwd(), Path(tempfile.gettempdir()):
        if shutil.disk_usage(folder).free < ROOM * 2**20:
            sys.exit(f"{folder}: less than {ROOM} MB are free here, which a build needs; make room")
    signals.heed()


def on_config(config: MkDocsConfig, **_: object) -> MkDocsConfig:
    """In a preview the other language is at another address, or nowhere; say at once if its own is taken."""
    if _serving:
        places = json.loads(os.environ.get(PREVIEWS, "{}"))
        languages = [
            one | {"address": places[one["lang"]]} for one in config.extra["languages"] if one["lang"] in places
        ]
        config.extra["languages"], config.extra["alternate"] = languages, len(languages) > 1
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


def on_files(files: Files, **_: object) -> Files:
    """Leave out of the theme what no page asks for: its own search, in place of which ours stands, and maps of code."""
    for file in list(files):
        if any(fnmatch.fnmatch(file.src_uri, pattern) for pattern in UNUSED):
            files.remove(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> Navigation:
    """Give each chapter its title, and its groups those under which its page lists them."""
    site, language = pages.now.site, config.theme["language"]
    titles = {
        (group.pages, group.name): part.title
        for group in site.groups
        for part in site.pages[language].get(group.page, ())
        if (part.kind, part.value) == ("ideas", group.name)
    }
    for chapter in nav.items:
        if chapter.is_section:  # `fork` is `fork` in both languages; `errors` has a title in each
            chapter.title = LABELS[language].get(f"chapter {chapter.title}", chapter.title)
        for group in chapter.children or ():
            if group.children:
                listed = tuple(page.file.src_uri for page in group.children if isinstance(page, Page))
                group.title = titles.get((listed, str(group.title)), group.title)
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Tell what the page calls where it stands; add what its head says; say what is not finished."""
    page.meta.setdefault("hide", _hidden(page.file.src_uri))
    page.meta["elsewhere"] = _elsewhere(page, config.theme["language"])
    pages.now.root, pages.now.page = "../" * page.url.count("/"), page.file.src_uri
    for key in "title", "description":
        if key in page.meta:
            page.meta[key] = html.escape(str(page.meta[key]))
    markdown += "\n" + pages.seen()
    place = f"docs/{config.theme['language']}/{page.file.src_uri}:"
    notes = [note for note in pages.now.notes if place in note]
    if not notes:
        return markdown
    text = "\n".join(f"    {line}" for note in notes for line in note.splitlines())
    title = LABELS[config.theme["language"]]["unfinished"]
    return f'!!! warning "{title}"\n\n    ~~~~ text\n{text}\n    ~~~~\n\n{markdown}'


def on_post_page(output: str, **_: object) -> None:
    """Note what of the style the page uses."""
    _words.update(style.attributes(output))


def on_post_template(output_content: str, **_: object) -> None:
    """Likewise, for the page of what is not found."""
    _words.update(style.attributes(output_content))


def on_post_build(config: MkDocsConfig, **_: object) -> None:
    """Write the style sheet, now that it is known what the pages use."""
    theme = [Path(folder) for folder in config.theme.dirs]
    sheet, words = style.whole(theme), _words.union(style.later(theme))
    if pages.now.live:
        sheet += files.style(config.theme["language"])
        words.update(STANDARD_TYPES.values(), ["live"])  # of a reader's own program, and the button
    sheet = style.used(sheet, words)
    Path(config.site_dir, "assets", "style.css").write_text(sheet, encoding="utf-8")


def _elsewhere(page: Page, language: str) -> str:
    """The address of the same page in the other language; while that is still to be written, of its chapter."""
    here = page.file.src_uri
    chapter = here.partition("/")[0]
    (written,) = (pages for other, pages in pages.now.site.pages.items() if other != language)
    if here in written:
        return "" if page.is_homepage else page.url
    return f"{chapter}/" if f"{chapter}/index.md" in written else ""


def _hidden(page: str) -> list[str]:
    """Of the columns of the theme those that would say again what the page says, and take the room of its exhibit."""
    if page in ("index.md", "playground.md"):
        return ["navigation", "toc"]
    return ["toc"] if "/" in page and not page.startswith("snippets/") else ["navigation"]


def on_build_error(error: Exception, **_: object) -> None:
    """Say what the machine refuses, where mkdocs would show its insides."""
    if isinstance(error, OSError) and error.errno is not None:  # a template that is not found is one without
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


def on_env(env: jinja2.Environment, config: MkDocsConfig, **_: object) -> jinja2.Environment:
    """Give the new build what an earlier one has compiled, and the theme the words and facts that it shows."""
    env.bytecode_cache = _compiled
    env.trim_blocks = env.lstrip_blocks = True  # or else a third of a page is blank lines of the theme's navigation
    env.globals |= {"words": LABELS[config.theme["language"]], "built": built.ask()}
    return env
