"""Packages of Debian, of exactly the versions and hashes that `lock.toml` names, fetched with apt and kept."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine import store, tools
from machine.store import HERE, STORE
from witness.errors import Mistake

LOCK = HERE / "lock.toml"
RENEW = "nox -s machine -- lock"
MIRROR = "DEBIAN_MIRROR"
"""An environment variable: where Debian's archive is, if the machine's own apt does not say."""
SNAPSHOTS = "https://snapshot.debian.org/archive/debian/"
"""Where the archive of each day is kept."""
KEYRINGS = [Path(f"/usr/share/keyrings/debian-archive-keyring.{end}") for end in ("gpg", "pgp")]
_LIBRARY = ["libc6", "libgcc-s1", "zlib1g", "libffi8", "libexpat1", "busybox"]
WANTED = {
    "3.13": ("trixie", ["python3.13-minimal", "libpython3.13-minimal", "libpython3.13-stdlib", *_LIBRARY]),
    "3.14": ("forky", ["python3.14-minimal", "libpython3.14-minimal", "libpython3.14-stdlib", *_LIBRARY]),
    "kernel": ("trixie", ["linux-source-6.12"]),
    "firmware": ("trixie", ["seabios"]),
}
"""What is built from which packages of which release: a state for each Python, and what all of them share."""
PYTHONS = tuple(name for name in WANTED if name[0].isdigit())


@dataclass(frozen=True)
class Package:
    """One package, to the byte."""

    name: str
    version: str
    sha256: str
    source: str
    """The source package and its version, for those who want the sources."""

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return STORE / "debs" / f"{self.name}_{self.version.replace(':', '%3a')}_{self.sha256[:12]}.deb"


def locked() -> dict[str, tuple[str, list[Package]]]:
    """For each part its release and its packages, as `lock.toml` has them.

    Raises:
        Mistake: it has not what is wanted.
    """
    read = _read()
    read.pop("day", None)
    parts = {name: (part["release"], [Package(**one) for one in part["packages"]]) for name, part in read.items()}
    names = {part: (release, [one.name for one in packages]) for part, (release, packages) in parts.items()}
    if names != WANTED:
        raise Mistake(f"{LOCK}: it does not lock what machine/debian.py wants; renew it with `{RENEW}`")
    return parts


def _read() -> dict[str, Any]:
    return tomllib.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}


def fetch(release: str, packages: Iterable[Package]) -> None:
    """Have packages in the store: each is fetched once, and its hash is that of the lock.

    What Debian has replaced since is taken from the archive of the day on which it was locked.

    Raises:
        Mistake: a version is not to be had any more, or the hash differs.
    """
    missing = [one for one in packages if not one.file.exists()]
    if not missing:
        return
    try:
        _download(Apt(release, mirror()), missing)
    except Replaced as replaced:
        day = _read()["day"]
        print(f"machine: Debian has replaced some of {release}; taking what it had on {day}", flush=True)
        try:
            _download(Apt(release, f"{SNAPSHOTS}{day:%Y%m%dT235959Z}/"), missing)
        except Mistake as mistake:
            raise Mistake(f"{replaced}\n{mistake}") from None


class Replaced(Mistake):
    """An archive has other versions of what is wanted."""


def _download(apt: Apt, missing: list[Package]) -> None:
    apt.update()
    with store.scratch() as folder:
        try:
            apt.get("download", *(f"{one.name}={one.version}" for one in missing), cwd=folder)
        except Mistake:
            if replaced := _replaced(apt, missing):
                raise Replaced(replaced) from None
            raise
        for one in missing:
            (file,) = folder.glob(f"{one.name}_*.deb")
            if (found := store.sha256(file)) != one.sha256:
                raise Mistake(f"{file.name}: its SHA-256 is {found}, and machine/lock.toml says {one.sha256}")
            store.put(file, one.file)


def _replaced(apt: Apt, wanted: list[Package]) -> str:
    """What to do about packages that are not to be had any more; nothing if all are."""
    offered = {one.name: apt.versions(one.name) for one in wanted}
    gone = [one for one in wanted if one.version not in offered[one.name]]
    lines = [f"{one.name} {one.version}: {apt.release} has {', '.join(offered[one.name]) or 'none'}" for one in gone]
    cure = f"machine/lock.toml names what Debian has replaced: renew it with `{RENEW}`, build, test, and commit it."
    return "\n".join([*lines, cure]) if gone else ""


def unpack(packages: Iterable[Package], folder: Path) -> None:
    """Unpack packages into a folder."""
    for one in packages:
        tools.run("dpkg-deb", "-x", one.file, folder)


class Apt:
    """apt for another architecture and release than ours, beside the machine's own, which it does not touch."""

    def __init__(self, release: str, archive: str) -> None:
        """Take a release, such as `trixie`, of an archive."""
        tools.require("apt-get", "dpkg-deb")
        self.release, self._archive = release, archive
        self._folder = STORE / "apt" / release
        self._options = {
            "APT::Architecture": "i386",
            "APT::Architectures": "i386",
            "APT::Sandbox::User": "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Dir::State::Lists": self._folder / "lists",
            "Dir::State::status": self._folder / "status",
            "Dir::Cache": self._folder / "cache",
            "Dir::Etc::SourceList": self._folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": "/dev/null",
        }

    def get(self, *words: str, cwd: Path | None = None, program: str = "apt-get") -> str:
        """Run `apt-get`, or another program of apt."""
        options = [f"-o{name}={value}" for name, value in self._options.items()]
        return tools.run(program, "-qq", *options, *words, cwd=cwd)

    def update(self) -> None:
        """Fetch the list of packages, signed by Debian."""
        keyring = next((path for path in KEYRINGS if path.exists()), None)
        if keyring is None:
            raise Mistake("Debian's keys are missing; on Debian and Ubuntu: apt-get install debian-archive-keyring")
        for name in ("lists/partial", "cache/archives/partial"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        (self._folder / "status").touch()
        line = f"deb [signed-by={keyring} check-valid-until=no] {self._archive} {self.release} main\n"
        (self._folder / "sources.list").write_text(line)
        self.get("update")

    def show(self, name: str, version: str = "") -> dict[str, str]:
        """What the list says of a package: the newest there is, or one of its versions."""
        text = self.get("show", "--no-all-versions", f"{name}={version}" if version else name, program="apt-cache")
        return dict(re.findall(r"^([\w-]+): (.*)$", text, re.MULTILINE))

    def versions(self, name: str) -> list[str]:
        """The versions that there are."""
        lines = self.get("madison", name, program="apt-cache").splitlines()
        return list(dict.fromkeys(line.split("|")[1].strip() for line in lines))


def mirror() -> str:
    """Where Debian's archive is: what the environment says, or what the machine's own apt uses.

    Raises:
        Mistake: neither says.
    """
    if given := os.environ.get(MIRROR):
        return given
    lines = tools.run(
        "apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian", "Label: Debian"
    )
    if not lines.split():
        raise Mistake(f"apt here has no archive of Debian; name one in {MIRROR}")
    return lines.split()[0]
