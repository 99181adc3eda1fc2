"""How the two sites are built: said once, for `nox`, the tests and the benchmarks. It needs nothing but Python."""

from __future__ import annotations

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
    # jieba's last release has strings that newer Pythons warn about; what else is wrong is not silenced.
    "PYTHONWARNINGS": 'ignore:invalid escape sequence:SyntaxWarning,ignore:"\\:SyntaxWarning',
}
"""What silences the notices of others."""
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
