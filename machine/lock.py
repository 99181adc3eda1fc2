"""Renews `lock.toml`: what Debian has now of all that is wanted."""

from __future__ import annotations

import datetime

from machine.debian import LOCK, WANTED, Apt, mirror

HEAD = """# The packages of Debian that the machine is made of, written by `nox -s machine -- lock`. Sources are
# named for those who want them: `apt-get source NAME=VERSION`. What Debian has replaced since is taken from its archive
# of that day, see https://snapshot.debian.org.
"""


def renew() -> None:
    """Write down the newest version of each package that is wanted, with its hash."""
    text = f"{HEAD}day = {datetime.datetime.now(datetime.UTC).date()}\n"
    apts: dict[str, Apt] = {}
    for part, (release, names) in WANTED.items():
        if release not in apts:
            apts[release] = Apt(release, mirror())
            apts[release].update()
        text += f'\n["{part}"]\nrelease = "{release}"\npackages = [\n'
        for name in names:
            facts = apts[release].show(name)
            source, _, version = facts.get("Source", name).partition(" ")
            whole = f"{source} {version.strip('()') or facts['Version']}"
            text += (  # a line each, so that what changes is seen
                f'  {{ name = "{name}", version = "{facts["Version"]}", sha256 = "{facts["SHA256"]}", '
                f'source = "{whole}" }},\n'
            )
        text += "]\n"
    LOCK.write_text(text, encoding="utf-8")
