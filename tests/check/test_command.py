"""The command holds snippets to their promises, and says what cannot be checked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.check.site import PROMISE, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


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
