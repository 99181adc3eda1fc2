"""Snippets are found, run and held to their promises; a run in the cache is not made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from witness import interpreter, snippet
from witness.check import cache, verdict
from witness.errors import Mistake
from witness.recording import Recording
from witness.run import terminal

ROOT = Path(__file__).parents[2]
PROGRAM = """\
import os

print(f"I am {os.getpid()}")
pid = os.fork()
if pid == 0:
    print("child")
    os._exit(3)
os.waitpid(pid, 0)
"""
PROMISE = """\
parent: exit 0
  child: exit 3

parent | I am {parent}
---
child | child
"""


class Site:
    """A folder with snippets."""

    def __init__(self, folder: Path) -> None:
        """Begin without any."""
        self.folder = folder
        (folder / "snippets").mkdir()

    def write(self, name: str, program: str = PROGRAM, promise: str | None = PROMISE) -> Path:
        """Write `chapter/name` and its promise."""
        path = self.folder / "snippets" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(program, encoding="utf-8")
        if promise is not None:
            path.with_suffix(".promise").write_text(promise, encoding="utf-8")
        return path

    def check(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call `python -m witness check` there."""
        done = subprocess.run(
            [sys.executable, "-m", "witness", "check", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    def refused(self, *arguments: str) -> str:
        """What is said when nothing can be checked."""
        done = self.check(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


# -- the command -------------------------------------------------------------------------------------------------------


def test_holds(site: Site) -> None:
    site.write("fork/alone")
    site.write("fork/again")
    done = site.check("--runs", "2")
    assert (done.returncode, done.stderr) == (0, "")
    version = ".".join(map(str, sys.version_info[:3]))
    assert done.stdout == f"4 of 4 runs kept their promise (snippets: 2; Python {version})\n"


def test_broken(site: Site) -> None:
    site.write("fork/good")
    site.write("fork/bad", promise=PROMISE.replace("child | child", "child | kid"))
    done = site.check()
    version = ".".join(map(str, sys.version_info[:3]))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"bad: broken promise (Python {version})",
        "  snippets/fork/bad.promise:6: expected (-), seen (+)",
        "    parent | I am {parent}",
        "  - child | kid",
        "  + fork#1 | child",
        f"1 of 2 runs kept their promise (snippets: 2; Python {version})",
    ]


def test_broken_exit_code(site: Site) -> None:
    site.write("fork/bad", promise=PROMISE.replace("exit 3", "exit 0"))
    done = site.check()
    assert done.returncode == 1
    assert "  snippets/fork/bad.promise:2: child: exit 0\n    but it ended with exit 3\n" in done.stdout


def test_only_what_is_named(site: Site) -> None:
    site.write("fork/good")
    site.write("fork/bad", promise=PROMISE.replace("exit 3", "exit 0"))
    assert site.check("good").returncode == 0
    assert site.check("good", "bad").returncode == 1


def test_outlives_its_limit(site: Site) -> None:
    site.write("fork/slow", "import signal\nsignal.pause()\n", "timeout = 0.5\nmain: exit 0\n")
    done = site.check()
    assert done.returncode == 1
    assert "slow: broken promise" in done.stdout
    assert "did not end within 0.5 seconds" in done.stdout


def test_other_platform_is_skipped_aloud(site: Site) -> None:
    site.write("fork/good", promise="platforms = windows\n" + PROMISE)
    done = site.check()
    assert done.stdout.startswith("skipped: good does not run on linux")
    assert "0 of 0 runs" in done.stdout


def test_unknown_name(site: Site) -> None:
    site.write("fork/good")
    message = site.refused("godo")
    assert "godo" in message
    assert "good" in message


def test_no_snippets(site: Site) -> None:
    assert "there are no snippets in" in site.refused("anything")


def test_missing_promise(site: Site) -> None:
    site.write("fork/silent", promise=None)
    assert "snippets/fork/silent.py: " in site.refused()


def test_orphan_promise(site: Site) -> None:
    site.write("fork/good").rename(site.folder / "snippets/fork/other.py")
    assert "snippets/fork/good.promise: " in site.refused()


def test_duplicate_name(site: Site) -> None:
    site.write("fork/same")
    site.write("pool/same")
    message = site.refused()
    assert "snippets/fork/same.py" in message
    assert "snippets/pool/same.py" in message


@pytest.mark.parametrize("name", ["queue", "Fork", "two-words", "2", "signal"])
def test_name_that_cannot_be(site: Site, name: str) -> None:
    site.write(f"fork/{name}")
    assert f"snippets/fork/{name}.py: " in site.refused()


def test_all_that_is_wrong_is_said_at_once(site: Site) -> None:
    site.write("fork/queue")
    site.write("fork/same")
    site.write("pool/same")
    assert len(site.refused().splitlines()) == 2


def test_malformed_promise(site: Site) -> None:
    site.write("fork/good", promise="main: exit 0\nnobody | hi\n")
    assert "snippets/fork/good.promise:2: " in site.refused()


def test_missing_interpreter(site: Site) -> None:
    site.write("fork/good")
    assert "/nowhere/python" in site.refused("--python", "/nowhere/python")


# -- the cache ---------------------------------------------------------------------------------------------------------


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


def test_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    promises = {"one": PROMISE, "two": PROMISE.replace("exit 3", "exit 0"), "three": "alone = yes\n" + PROMISE}
    for name, promise in promises.items():
        site.write(f"fork/{name}", promise=promise)
    found = snippet.find(Path("snippets"))
    verdicts = list(verdict.check_all([(one, interpreter.ask()) for one in found.values()]))
    assert {verdict.snippet.name: verdict.holds for verdict in verdicts} == {"one": True, "two": False, "three": True}
    assert verdicts[-1].snippet.name == "three"


def test_mistake_among_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    site.write("fork/good")
    site.write("fork/silent", promise=None)
    jobs = [(one, interpreter.ask()) for one in snippet.find(Path("snippets")).values()]
    with pytest.raises(Mistake, match="silent"):
        list(verdict.check_all(jobs))


def test_what_measures_time_runs_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path)
    meet = """\
import os, time
open(os.path.basename(__file__) + ".here", "w").close()
while len([name for name in os.listdir() if name.endswith(".here")]) < 2:
    time.sleep(0.001)
"""
    for name in "one", "two":  # each waits for the other, so that they do run side by side
        site.write(f"fork/{name}", meet, "main: exit 0\n")
    for name in "clock", "watch":
        site.write(f"fork/{name}", "", "alone = yes\n\nmain: exit 0\n")
    running: set[str] = set()
    met: set[frozenset[str]] = set()
    real = terminal.run

    def watched(program: Path, *arguments: Any, **settings: Any) -> Recording:
        running.add(program.stem)
        met.add(frozenset(running))
        try:
            return real(program, *arguments, **settings)
        finally:
            running.remove(program.stem)

    monkeypatch.setattr(terminal, "run", watched)
    found = snippet.find(Path("snippets")).values()
    verdicts = list(verdict.check_all([(one, interpreter.ask()) for one in found]))
    assert [verdict.report() for verdict in verdicts if not verdict.holds] == []
    assert {both for both in met if len(both) > 1} == {frozenset({"one", "two"})}
