"""A disk that is full or locked, and what a build says of it."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.book.session import BUILD, NOX, environment, said
from tests.building import edit, runs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")
LIMITED = """
import resource, runpy, sys

limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
"""
"""No file gets longer than that."""

MOUNTS = {
    "full": 'mount -t tmpfs -o size={size} none "$0"',
    "locked": 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"',
}


@functools.cache
def namespace() -> list[str]:
    """What lets a command mount for itself alone, as root or, where the system allows it, as anybody."""
    for how in ["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]:
        with contextlib.suppress(OSError):
            if subprocess.run(
                [*how, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
            ).returncode:
                continue
            return how
    pytest.skip("nothing may be mounted here")


def inside(
    tree: Path, kind: str, place: str, size: str = "64k", command: list[str] = BUILD
) -> subprocess.CompletedProcess[str]:
    """Build where `place` is a small disk, or one that cannot be written."""
    (tree / place).mkdir(parents=True, exist_ok=True)
    script = f'{MOUNTS[kind].format(size=size)} && shift 0 && exec "$@"'
    return subprocess.run(
        [*namespace(), "sh", "-c", script, tree / place, *command],
        cwd=tree,
        env=environment(tree, COLUMNS="200"),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", MOUNTS)
def test_runs_that_cannot_be_kept(tree: Path, kind: str) -> None:
    done = inside(tree, kind, ".witness", "4k,nr_inodes=1")
    assert done.returncode != 0
    assert said(done).count("cannot be cached here") == 1
    assert str(tree / ".witness") in said(done)


def test_kept_runs_that_cannot_be_written_are_read(tree: Path) -> None:
    environ = environment(tree)
    assert subprocess.run(BUILD, cwd=tree, env=environ, capture_output=True, check=False).returncode == 0
    done = inside(tree, "locked", ".witness")
    assert done.returncode == 0, said(done)
    assert runs(tree) == 1


@pytest.mark.parametrize(("kind", "word"), [("full", "No space left on device"), ("locked", "Read-only file system")])
def test_a_site_that_cannot_be_written(tree: Path, kind: str, word: str) -> None:
    done = inside(tree, kind, "site")
    assert done.returncode != 0
    assert word in said(done)
    done = inside(tree, kind, "site", command=NOX)
    assert done.returncode != 0
    assert str(tree / "site") in said(done)


def test_no_room_for_temporary_files(tree: Path) -> None:
    done = inside(tree, "full", "../tmp")
    assert done.returncode != 0
    assert f"{tree.parent / 'tmp'}: less than 32 MB are free here" in said(done)


@pytest.mark.parametrize("limit", [2_000, 100_000])
def test_a_disk_that_is_full_at_some_time(tree: Path, limit: int) -> None:
    first = subprocess.run(BUILD, cwd=tree, env=environment(tree), capture_output=True, check=False)
    assert first.returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "build", "--strict"],
        cwd=tree,
        env=environment(tree, PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, said(done)
    assert "File too large" in said(done)


def test_a_locked_folder_for_temporary_files_is_passed_over(tree: Path) -> None:
    done = inside(tree, "locked", "../tmp")  # Python then takes the system's own
    assert done.returncode == 0, said(done)


def test_snippets_that_cannot_be_written(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.py", "import os\n", "import os\nimport sys\n")
    done = inside(tree, "locked", "snippets")
    assert done.returncode == 0, said(done)
