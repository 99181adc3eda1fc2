"""What a machine is made of, and how: without building one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from machine import debian, initrd, store
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


def test_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "STORE", tmp_path)
    monkeypatch.setattr(debian, "STORE", tmp_path)
    monkeypatch.setattr(debian.Apt, "update", lambda _: None)
    monkeypatch.setattr(debian.Apt, "get", lambda *_, cwd, **__: (cwd / "hello_1_i386.deb").write_bytes(b"other"))
    with pytest.raises(Mistake, match=r"hello_1_i386\.deb: its SHA-256 is .*, and machine/lock\.toml says 0000"):
        debian.fetch("trixie", [Package("hello", "1", "0" * 64, "hello 1")])


def test_a_version_that_debian_has_replaced_is_told_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> str:
        raise Mistake("E: Version '1' for 'hello' was not found")

    monkeypatch.setattr(store, "STORE", tmp_path)
    monkeypatch.setattr(debian, "STORE", tmp_path)
    monkeypatch.setattr(debian.Apt, "update", lambda _: None)
    monkeypatch.setattr(debian.Apt, "get", gone)
    monkeypatch.setattr(debian.Apt, "versions", lambda *_: ["2"])
    with pytest.raises(Mistake, match=r"hello 1: trixie has 2\n.*nox -s machine -- lock"):
        debian.fetch("trixie", [Package("hello", "1", "0" * 64, "hello 1")])
