"""What mkdocs-gen-files runs at the beginning of each build of a site: the gates, and then what is generated."""

from __future__ import annotations

import logging
import os
import sys

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from book import gates, page, publish
from book.sites import LIVE, RUNS
from book.written import Site
from live import files
from witness.errors import Mistake
from witness.run.terminal import WINDOWS


def write(name: str, data: bytes) -> None:
    """Put a file into the site."""
    with mkdocs_gen_files.open(name, "wb") as file:
        file.write(data)


def main() -> None:
    """Verify and publish."""
    config = mkdocs_gen_files.config
    language = config.theme["language"]
    site = Site(runs=int(os.environ.get(RUNS, "1")))
    try:
        if sys.platform == "win32":
            raise Mistake(WINDOWS)
        notes = gates.verify(site, strict=config.strict)
    except Mistake as mistake:
        raise PluginError(str(mistake)) from None
    for note in notes:
        logging.getLogger("mkdocs.plugins.witness").warning(note)
    live = files.gather() if os.environ.get(LIVE) else None
    page.now = page.Build(language, site, verdicts=site.verdicts, notes=notes, live=live)
    publish.publish(site, language, write)
    if live:
        publish.live(live, site, language, write)


main()
