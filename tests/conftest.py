"""What tests share: the built site, both languages, built once from this repository; and a small one to be changed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from book import sites
from live import files
from tests import building
from tests.building import ROOT

os.environ["PYTHONPATH"] = str(ROOT)  # nothing of ours is installed, and some tests run it in other folders
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of some hundred builds compiles all that it imports

LIVE = {} if files.missing() else {sites.LIVE: "yes"}
"""What a build is told besides."""
# Whoever starts us in the background of a script has us ignore it, and with us all that the tests start and stop.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A site with one program, `hello`; see `building.plant`."""
    building.plant(tmp_path / "tree")
    return tmp_path / "tree"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, the English one in `en`; the workers of pytest-xdist share it.

    It has Live if the machine has been built: that is the site which is published.
    """
    if sys.platform == "win32":
        pytest.skip("the site is built on Linux or macOS")
    import fcntl  # noqa: PLC0415 - Windows has none

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "web" / "record"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for language in sites.SITES:
                built = building.mkdocs(ROOT, language, shared / "unfinished", env=LIVE)
                assert built.returncode == 0, f"{language} does not build:\n{built.stderr}"
            folder.parent.mkdir()
            (shared / "unfinished").rename(folder)
    return folder
