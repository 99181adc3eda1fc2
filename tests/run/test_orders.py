"""The server of supervisors: one for all runs, and another where it was ended."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.building import ROOT
from witness import interpreter
from witness.run import terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "play.py"
    path.write_text("print('done')\n")
    return path


def servers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "supervisor.main" in "".join(one.cmdline())]


def test_where_the_server_was_ended_another_is_started(program: Path) -> None:
    assert terminal.run(program, interpreter.ask()).output == "done\n"
    (server,) = servers()
    assert terminal.run(program, interpreter.ask()).output == "done\n"
    assert servers() == [server]
    server.kill()
    server.wait()
    assert terminal.run(program, interpreter.ask()).output == "done\n"
    (another,) = servers()
    assert another != server


def test_the_server_ends_with_whoever_started_it(program: Path) -> None:
    play = (
        "import os, psutil\nfrom pathlib import Path\n"
        "from witness import interpreter\nfrom witness.run import terminal\n"
        f"terminal.run(Path({str(program)!r}), interpreter.ask())\n"
        "print(psutil.Process().children()[0].pid, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", play], capture_output=True, text=True, cwd=ROOT, check=False)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(20)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_names_are_bytes_whatever_the_locale(tmp_path: Path, locale: str) -> None:
    folder = tmp_path / "多 进程"
    folder.mkdir()
    (folder / "play.py").write_text("import os\nprint(ascii(os.getcwd()))\n")
    env = {"LC_ALL": locale, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "witness", "run", "play.py"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True)
    assert done.stdout.splitlines()[0].decode() == ascii(str(folder))
