"""A run in the cache is not made again, as long as nothing changed that it depends on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.check.site import Site
from witness import interpreter, snippet
from witness.check import cache, verdict


class Counter:
    """A snippet that leaves a mark outside each time it runs."""

    def __init__(self, folder: Path) -> None:
        """Write it."""
        self.site = Site(folder)
        self.marks = folder / "marks"
        self.program = f'open({str(self.marks)!r}, "a").write("x")\nprint("hi")\n'
        self.path = self.site.write("fork/counted", self.program, "main: exit 0\nmain | hi\n")

    def check(self, *, cached: bool = True) -> verdict.Verdict:
        """Check it once."""
        return verdict.check(snippet.Snippet(self.path), interpreter.ask(), cached=cached)

    @property
    def runs(self) -> int:
        """How often it ran."""
        return len(self.marks.read_text())

    def files(self) -> list[Path]:
        """The files in the cache."""
        return sorted((self.site.folder / cache.FOLDER).glob("*.run"))


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.chdir(tmp_path)
    return Counter(tmp_path)


def test_second_check_runs_nothing(counter: Counter) -> None:
    first, second = counter.check(), counter.check()
    assert counter.runs == 1
    assert first.holds
    assert second.holds
    assert first.recording == second.recording


def test_without_cache_it_runs_each_time(counter: Counter) -> None:
    counter.check(cached=False)
    counter.check(cached=False)
    assert counter.runs == 2
    assert counter.files() == []


def test_changed_program_runs_again(counter: Counter) -> None:
    counter.check()
    counter.path.write_text(counter.program + "\n", encoding="utf-8")
    counter.check()
    assert counter.runs == 2


@pytest.mark.parametrize(
    "setting",
    [
        "stdout = pipe",
        "timeout = 9",
        'stdin = "x"',
        "options = -B",
        "environment = A=b",
        "folder = own",
        "lines = no",
    ],
)
def test_changed_setting_runs_again(counter: Counter, setting: str) -> None:
    counter.check()
    promise = counter.path.with_suffix(".promise")
    promise.write_text(f"{setting}\n{promise.read_text()}", encoding="utf-8")
    assert counter.check().holds
    assert counter.runs == 2


def test_changed_script_is_held_to_the_cached_run(counter: Counter) -> None:
    counter.check()
    counter.path.with_suffix(".promise").write_text("main: exit 0\nmain | ho\n", encoding="utf-8")
    assert not counter.check().holds
    assert counter.runs == 1


def test_changed_environment_runs_again(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.check()
    monkeypatch.setenv("TZ", "Antarctica/Troll")
    counter.check()
    assert counter.runs == 2


def test_broken_run_is_not_cached(counter: Counter) -> None:
    counter.path.with_suffix(".promise").write_text("main: exit 0\nmain | ho\n", encoding="utf-8")
    counter.check()
    counter.check()
    assert counter.runs == 2
    assert counter.files() == []


@pytest.mark.parametrize("damage", [b"", b"{", b"{}", b"[1]", b"null", b"\xff\xfe", b'{"output": 3}'])
def test_damaged_file_is_made_anew(counter: Counter, damage: bytes) -> None:
    counter.check()
    (file,) = counter.files()
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert counter.check().holds
    assert counter.runs == 2
    assert file.read_bytes() != damage
    assert len(file.read_bytes()) >= len(whole) // 2
    counter.check()
    assert counter.runs == 2


def test_half_a_file_is_made_anew(counter: Counter) -> None:
    counter.check()
    (file,) = counter.files()
    file.write_bytes(file.read_bytes()[:-20])
    counter.check()
    assert counter.runs == 2


def test_older_run_is_dropped(counter: Counter) -> None:
    counter.check()
    (older,) = counter.files()
    counter.path.write_text(counter.program + "\n", encoding="utf-8")
    counter.check()
    assert older in counter.files()  # a build that began before the change may still need it
    (newer,) = {*counter.files()} - {older}
    os.utime(older, (0, 0))
    counter.path.write_text(counter.program + "\n\n", encoding="utf-8")
    counter.check()
    assert older not in counter.files()
    assert newer in counter.files()


def test_nothing_unfinished_is_left(counter: Counter) -> None:
    counter.check()
    assert [path for path in (counter.site.folder / cache.FOLDER).iterdir() if path.suffix != ".run"] == []
