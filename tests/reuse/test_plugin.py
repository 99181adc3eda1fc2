"""The pytest plugin: every promise is a test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HELLO = ('print("hi")\n', "main: exit 0\n\nmain | hi\n")


class Project:
    """Somebody else's project, with promises among its tests."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing in it."""
        self.folder = folder
        (folder / "pytest.ini").touch()  # it has its own settings, and not ours

    def write(self, name: str, program: str, promise: str) -> Path:
        """Write a program and its promise."""
        path = self.folder / f"{name}.py"
        path.write_text(program, encoding="utf-8")
        path.with_suffix(".promise").write_text(promise, encoding="utf-8")
        return path

    def pytest(self, *arguments: str) -> tuple[int, str]:
        """Run pytest there; its exit code, and what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "witness.pytest_plugin", "-ra", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_each_promise_is_a_test(project: Project) -> None:
    project.write("hello", *HELLO)
    project.write("two words", *HELLO)
    code, said = project.pytest("-v")
    assert code == 0
    assert "hello.promise::hello PASSED" in said
    assert "two words.promise::two words PASSED" in said
    assert "2 passed" in said
    code, said = project.pytest("-k", "words")
    assert "1 passed, 1 deselected" in said


@pytest.mark.parametrize("how", [[], ["-p", "xdist", "-n", "2"]], ids=["alone", "xdist"])
def test_failures_are_reports(project: Project, how: list[str]) -> None:
    project.write("broken", 'print("ho")\n', HELLO[1])
    project.write("unreadable", HELLO[0], "main: exit\n")
    project.write("lost", *HELLO).unlink()
    project.write("elsewhere", HELLO[0], f"platforms = windows\n{HELLO[1]}")
    project.write("good", *HELLO)
    code, said = project.pytest(*how)
    assert code == 1
    assert "broken.promise:3: expected (-), seen (+)\n  - main | hi\n  + main | ho\n" in said
    assert "\nunreadable.promise:1: no way to end: 'exit'" in said
    assert "\nlost.promise: this promise has no program" in said
    assert "elsewhere does not run on" in said
    assert "3 failed, 1 passed, 1 skipped" in said
    assert "Traceback" not in said
    assert "pytest_plugin.py" not in "\n".join(line for line in said.splitlines() if "SKIPPED" not in line)


def test_runs(project: Project) -> None:
    path = project.write("marked", f'open("marks", "a").write("x")\n{HELLO[0]}', HELLO[1])
    assert project.pytest("--witness-runs", "7")[0] == 0
    assert path.with_name("marks").read_text(encoding="utf-8") == "x" * 7
    code, said = project.pytest("--witness-runs", "none")
    assert (code, "--witness-runs: 'none' is no number of runs" in said) == (4, True)


def test_what_measures_time_meets_no_other(project: Project) -> None:
    """Two that wait for one another do meet; one that is `alone` meets nobody."""
    meet = """\
import os, time
open(os.path.basename(__file__) + ".here", "w").close()
while len([name for name in os.listdir() if name.endswith(".here")]) < 2:
    time.sleep(0.001)
"""
    lonely = """\
import os, time
with open("alone", "a") as file:
    file.write("(")
    file.flush()
    time.sleep(0.3)
    file.write(")")
"""
    # Two programs for each worker, those that meet first: whoever is alone waits until nobody else runs.
    for name in "a_meets", "c_meets":
        project.write(name, meet, "main: exit 0\n")
    for name in "b_alone", "d_alone":
        project.write(name, lonely, "alone = yes\n\nmain: exit 0\n")
    for name in "e_passes", "f_passes":
        project.write(name, 'open("alone", "a").write(".")\n', "main: exit 0\n")
    code, said = project.pytest("-p", "xdist", "-n", "2")
    assert code == 0, said
    assert sorted(re.findall(r"\(\)|.", (project.folder / "alone").read_text(encoding="utf-8"))) == [
        "()",
        "()",
        ".",
        ".",
    ]


def test_start_up_imports_nothing_of_a_run(project: Project) -> None:
    code = (
        "import sys, pytest; pytest.main(['-q', '-p', 'witness.pytest_plugin']); "
        "print(sorted(name for name in sys.modules if name.startswith('witness') or name == 'psutil'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "['witness', 'witness.pytest_plugin']"
