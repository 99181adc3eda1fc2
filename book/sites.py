"""How the two sites are built: said once, for `nox`, the tests and the benchmarks. It needs nothing but Python."""

from __future__ import annotations

import itertools
from pathlib import Path

SITES = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
"""The settings of each language, in the order in which they are built: a build cleans its folder, and the English site
lies inside the Chinese one."""
GENERATOR = "mkdocs"
"""The module that builds a site."""
INSIDE = {"zh": "", "en": "en"}
"""The folder of each language in the whole site."""
NOTICES = {
    "DISABLE_MKDOCS_2_WARNING": "true",
    "NO_MKDOCS_2_WARNING": "true",
}
"""What silences the notices of others."""
RUNS = "RUNS"
"""The variable that says how many runs are kept of a snippet whose order is luck; one if it is not set."""
MOST_RUNS = 8
LIVE = "LIVE"
"""The variable of a build whose readers run programs in their pages; the machine has to have been built."""
PREVIEWS = "PREVIEWS"
"""The variable that says, as JSON, where each language is shown while somebody writes."""
QUICK = {"SEARCH": "no"}
"""The variable of a build without search, which takes a third of the time, and most of it where there is little."""


def environment(url: str = "") -> dict[str, str]:
    """The variables of a build.

    Args:
        url: where the whole site will stand; empty if nobody knows.
    """
    return NOTICES | {"SITE_URL": url, "SITE_URL_EN": url and f"{url.rstrip('/')}/en/"}


def building(language: str, site: Path, generator: str = GENERATOR) -> list[str]:
    """The arguments of the Python that builds one language into its folder of `site`."""
    # Never --quiet: it would hide the warnings that --strict counts.
    settings = ["--strict", "--config-file", SITES[language], "--site-dir", str(site / INSIDE[language])]
    return ["-m", generator, "build", *settings]


def previews(languages: list[str], words: list[str]) -> dict[str, str]:
    """Where each language is shown while somebody writes: each at the port after that of the one before.

    Args:
        languages: those to be shown.
        words: what mkdocs is told besides; `-a HOST:PORT` is the place of the first.
    """
    place = next((after for word, after in itertools.pairwise(words) if word in ("-a", "--dev-addr")), "127.0.0.1:8000")
    host, _, port = place.rpartition(":")
    if not port.isdecimal():
        return {languages[0]: f"http://{place}/"}  # mkdocs says what is wrong with it
    return {language: f"http://{host}:{int(port) + number}/" for number, language in enumerate(languages)}
