"""A build that is stopped, or fails, leaves nothing running, and the site as it stood."""

from __future__ import annotations

import contextlib
import functools
import os
import select
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.book.session import BUILD, NOX, environment, snapshot
from tests.building import both, edit, show

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")
SLEEPER = """\
import os
import signal

pid = os.fork()
with open("../../../fifo", "w") as journal:
    print(os.getpid(), file=journal)
signal.pause()
"""


def group(build: subprocess.Popen[str]) -> None:
    """Ctrl-C in a terminal."""
    os.killpg(build.pid, signal.SIGINT)


def alone(build: subprocess.Popen[str]) -> None:
    """What a CI does."""
    build.terminate()


@pytest.mark.parametrize("stop", [group, alone])
@pytest.mark.parametrize("command", [BUILD, NOX], ids=["mkdocs", "nox"])
def test_a_build_that_is_stopped_leaves_nothing(
    tree: Path, command: list[str], stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    environ = environment(tree)
    if command is NOX:
        first = subprocess.run(NOX, cwd=tree, env=environ, capture_output=True, text=True, check=False)
        assert first.returncode == 0, first.stderr
        site, before = snapshot(tree / "site"), sorted(path.name for path in tree.iterdir())
    fifo = tree.parent / "fifo"
    os.mkfifo(fifo)
    show(tree, "sleeper", SLEEPER, "timeout = 60\n\nparent: exit 0\n  child: exit 0\n")
    building = subprocess.Popen(
        command,
        cwd=tree,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    journal = os.open(fifo, os.O_RDWR)  # a writer of its own: no end before both have written
    written = b""
    while written.count(b"\n") < 2:
        ready, _, _ = select.select([journal], [], [], 1)
        if not ready and building.poll() is not None:
            pytest.fail(f"it ended before it was stopped:\n{building.communicate()[0]}")
        written += os.read(journal, 100) if ready else b""
    os.close(journal)
    pids = [int(pid) for pid in written.split()]
    stop(building)
    output, _ = building.communicate(timeout=60)
    assert building.returncode != 0
    assert "Traceback" not in output, output
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []
    assert list(left(tree.parent)) == []
    assert list((tree.parent / "tmp").iterdir()) == []
    assert {path.name for path in (tree / ".witness").glob("*") if path.suffix != ".run"} == set()
    assert not [path for path in (tree / ".witness").glob("*") if path.name.startswith(("sleeper", "."))]
    if command is NOX:
        assert snapshot(tree / "site") == site
        assert sorted(path.name for path in tree.iterdir()) == before


def left(folder: Path) -> Iterator[str]:
    """The processes that have `folder` in their environment or command line; on macOS nobody can tell."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if bytes(folder) in command + (process / "environ").read_bytes():
                yield command.decode(errors="replace")


def test_a_build_that_fails_leaves_the_site_that_stood(tree: Path) -> None:
    session = functools.partial(
        subprocess.run, NOX, cwd=tree, env=environment(tree), capture_output=True, text=True, check=False
    )
    first = session()
    assert first.returncode == 0, first.stderr
    assert (tree / "site/en/fork/index.html").is_file()
    site = snapshot(tree / "site")
    # Found while the last page of the English site is written, after the whole Chinese one.
    edit(tree, "mkdocs.en.yml", "docs_dir: docs/en\n", "docs_dir: docs/en\nnav: [nowhere.md]\n")
    assert session().returncode != 0
    assert snapshot(tree / "site") == site
    edit(tree, "mkdocs.en.yml", "nav: [nowhere.md]\n", "")
    both(tree, "index.md", "# index", "# Index")
    assert session().returncode == 0
    assert snapshot(tree / "site") != site
    assert not list(tree.glob(".site-*"))
