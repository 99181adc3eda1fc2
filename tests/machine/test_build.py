"""What a machine is made of, and how: without building one."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from machine import debian, initrd, store, tree
from machine.debian import Package
from machine.states import NPM
from witness.errors import Mistake


def test_all_that_is_wanted_is_locked() -> None:
    for _, packages in debian.locked().values():
        assert all(len(one.sha256) == 64 and one.version and " " in one.source for one in packages)


def test_the_emulator_is_locked() -> None:
    wanted, locked = (json.loads((store.HERE / name).read_text(encoding="utf-8")) for name in NPM)
    v86 = locked["packages"]["node_modules/v86"]
    assert v86["version"] == wanted["dependencies"]["v86"]
    assert v86["integrity"].startswith("sha512-")


def test_an_archive_depends_on_nothing_but_the_files(tmp_path: Path) -> None:
    packed = []
    for name, order in (("one", "ab"), ("other", "ba")):
        root = tmp_path / name
        root.mkdir()
        for letter in order:
            (root / f"{letter}.txt").write_text(letter)
        (root / "a.txt").chmod(0o640 if name == "one" else 0o600)
        (root / "link").symlink_to("a.txt")
        packed.append(initrd.pack(root))
    assert packed[0] == packed[1]
    assert packed[0].startswith(b"070701")
    assert len(packed[0]) % 4 == 0


@pytest.mark.parametrize(
    ("program", "modules"),
    [
        ("import os.path, sqlite3", ["sqlite3"]),
        ("from xml.etree import ElementTree", ["xml"]),
        ("from logging import config, handlers", ["logging.config"]),
        ("from multiprocessing import Process", []),
        ("def", []),
    ],
)
def test_a_module_that_is_left_out_is_known(program: str, modules: list[str]) -> None:
    assert tree.lacking(program) == modules


class Archive:
    """One that has some packages."""

    def __init__(self, *has: str) -> None:
        """Have packages, as `name=version`."""
        self.has = has

    def __call__(self, release: str, archive: str) -> Archive:
        """Be the archive that is asked for."""
        self.release, self.archive = release, archive
        return self

    def update(self) -> None:
        """Nothing to do."""

    def versions(self, name: str) -> list[str]:
        """What there is."""
        return [one.partition("=")[2] for one in self.has if one.startswith(f"{name}=")]

    def get(self, _: str, *words: str, cwd: Path) -> None:
        """Download."""
        for word in words:
            if word not in self.has:
                raise Mistake(f"E: {word} was not found")
            (cwd / f"{word.replace('=', '_')}_i386.deb").write_bytes(word.encode())


HELLO = Package("hello", "1", hashlib.sha256(b"hello=1").hexdigest(), "hello 1")


@pytest.fixture
def archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Archive]:
    """Archives by their addresses; the first is ours."""
    found = {"ours": Archive("hello=2"), debian.SNAPSHOTS: Archive()}
    monkeypatch.setattr(store, "STORE", tmp_path)
    monkeypatch.setattr(debian, "STORE", tmp_path)
    monkeypatch.setattr(debian, "mirror", lambda: "ours")
    monkeypatch.setattr(debian, "Apt", lambda release, at: found[re.sub(r"\d{8}T\d{6}Z/$", "", at)](release, at))
    return found


def test_a_version_that_debian_has_replaced_comes_from_that_day(archives: dict[str, Archive]) -> None:
    archives[debian.SNAPSHOTS] = Archive("hello=1")
    debian.fetch("trixie", [HELLO])
    assert HELLO.file.read_bytes() == b"hello=1"


@pytest.mark.usefixtures("archives")
def test_a_version_that_is_not_to_be_had_is_told_with_its_cure() -> None:
    with pytest.raises(Mistake, match=r"hello 1: trixie has 2\n.*nox -s machine -- lock"):
        debian.fetch("trixie", [HELLO])


def test_another_hash_is_refused(archives: dict[str, Archive]) -> None:
    archives["ours"] = Archive("hello=1")
    with pytest.raises(Mistake, match=r"hello_1_i386\.deb: its SHA-256 is .*, and machine/lock\.toml says 0000"):
        debian.fetch("trixie", [Package("hello", "1", "0" * 64, "hello 1")])
