"""Operators change what they say and nothing else; whatever a promise lets pass has to be explained."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import types
from pathlib import Path
from typing import Any

import psutil
import pytest

from mutants import fates
from mutants.mutate import OPERATORS, mutants

ROOT = Path(__file__).parents[2]
PROGRAM = """\
import os
import sys

print(f"parent {os.getpid()}")
pid = os.fork()
if pid == 0:
    print(f"child {os.getpid()}")
    sys.exit(3)
os.waitpid(pid, 0)
print("done")
"""
PROMISE = """\
platforms = linux macos
parent: exit 0
  child: exit 3, reaped

parent | parent {parent}
---
child  | child {child}
---
parent | done
"""
LOOSE = PROMISE.replace("parent | done", "parent | {*}")
SURVIVOR = """\
[[survivor]]
snippet = "sample"
operator = "other_word"
was = 'print("done")'
now = 'print("other")'
"""


def changes(program: str, operator: str) -> list[str]:
    """What an operator makes of a program."""
    return [mutant.source for mutant in mutants(program) if mutant.operator == operator]


@pytest.mark.parametrize(
    ("operator", "program", "expected"),
    [
        ("no_wait", "p.join()\n", ["pass\n"]),
        ("no_wait", "_, s = os.waitpid(p, 0)\n", ["_, s = os.waitpid(p, os.WNOHANG)\n"]),
        ("no_call", "p.start()\ntime.sleep(0.1)\n", ["pass\ntime.sleep(0.1)\n"]),
        ("no_print", 'if a:\n    print("b")\n', ["if a:\n    pass\n"]),
        ("no_keyword", "f(a, b=1, c=2)\n", ["f(a, c=2)\n", "f(a, b=1)\n"]),
        ("no_keyword", "f(b=1, c=2)\n", ["f(c=2)\n", "f(b=1)\n"]),
        ("no_keyword", "f(b=1)\n", ["f()\n"]),
        ("no_flush", 'print(a, end="", flush=True)\n', ['print(a, end="")\n']),
        ("no_flush", "print(a, flush=True)\nf.flush()\n", []),
        ("no_call", "f.flush()\n", ["pass\n"]),
        ("no_lock", "with lock:\n    f()\n", ["if True:\n    f()\n"]),
        ("no_lock", "with n.get_lock():\n    f()\n", ["if True:\n    f()\n"]),
        ("no_lock", "with open(a):\n    f()\n", []),
        ("no_lock", "with lock as a:\n    f()\n", []),
        ("no_lock", "a.acquire()\nf()\nb.release()\na.release()\n", ["pass\nf()\nb.release()\npass\n"]),
        ("no_lock", "a.acquire()\nf()\n", []),
        ("no_keyword", "p.daemon = True\n", ["pass\n"]),
        ("last_first", "d.popleft()\n", ["d.pop()\n"]),
        ("last_first", "a.pop(0)\na.pop()\n", ["a.pop()\na.pop()\n"]),
        ("last_first", "q = queue.Queue()\nr = mp.Queue()\n", ["q = queue.LifoQueue()\nr = mp.Queue()\n"]),
        ("swapped", "q.put(1)\nq.put(2)\n", ["q.put(2)\nq.put(1)\n"]),
        ("backwards", "for n in range(3):\n    q.put(n)\n", ["for n in reversed([*range(3)]):\n    q.put(n)\n"]),
        ("backwards", "for n in range(3):\n    f(n)\n", []),
        ("backwards", "for n in iter(q.get, 0):\n    p.send(n)\n", []),
        ("bigger", "s = Semaphore(2)\n", ["s = Semaphore(3)\n"]),
        ("other_pid", 'print("进程", os.getpid())\n', ['print("进程", os.getppid())\n']),
        ("other_pid", "f(os.getppid)\n", ["f(os.getpid)\n"]),
        ("more", "for n in range(3): f(n)\n", ["for n in range(4): f(n)\n"]),
        ("more", "for n in range(len(a)): f(n)\n", ["for n in range(len(a) + 1): f(n)\n"]),
        ("more", 'for n in (2, 3): f("A")\n', ['for n in (2, 3, 3): f("A")\n']),
        ("more", '[f(n) for n in "ABC"]\n', ["[f(n) for n in 'ABCC']\n"]),
        ("more", "[Event() for _ in range(3)]\n", []),
        ("fewer", "for n in range(3): f(n)\n", ["for n in range(3 - 1): f(n)\n"]),
        ("fewer", "for n in (2, 3): f(n)\n", ["for n in (2,): f(n)\n"]),
        ("fewer", "pool.map(f, [1, 2, 3])\n", ["pool.map(f, [1, 2])\n"]),
        ("bigger", "with Pool(4, init) as p: f(3)\n", ["with Pool(5, init) as p: f(3)\n"]),
        ("bigger", "ProcessPoolExecutor(max_workers=1)\n", ["ProcessPoolExecutor(max_workers=2)\n"]),
        ("other_number", "p.apply_async(f, (3,))\nos.read(a, 1)\n", ["p.apply_async(f, (4,))\nos.read(a, 1)\n"]),
        ("other_method", "p.map(f)\n", ["p.imap_unordered(f)\n"]),
        ("opposite", "if pid == 0: f()\n", ["if pid != 0: f()\n"]),
        ("opposite", 'if __name__ == "__main__": f()\n', []),
        ("swapped", "p.start()\np.join()\nf()\n", ["p.join()\np.start()\nf()\n"]),
        ("swapped", "print(a)\nprint(b)\n", []),
        ("other_word", 'print(f"{word} ends: {n}")\n', ['print(f"{word} other: {n}")\n']),
        ("other_word", 'sys.exit("disk full")\n', ['sys.exit("other full")\n']),
        ("twice", "print(a)\n", ["print(a); print(a)\n"]),
        ("extra_line", "f()\n", ['f(); print("one line more")\n']),
        ("extra_line", "for a in b:\n    f()\n", ['for a in b:\n    f()\nprint("one line more")\n']),
        ("other_exit", "sys.exit(3)\n", ["sys.exit(4)\n", "sys.exit(3); raise SystemExit(9)\n"]),
        ("other_exit", "f()\n", ["f(); raise SystemExit(9)\n"]),
    ],
)
def test_operator(operator: str, program: str, expected: list[str]) -> None:
    assert changes(program, operator) == expected


def test_every_operator_is_tried_above() -> None:
    marks = test_operator.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == OPERATORS.keys()


def test_a_line_for_a_pipe_needs_its_flush() -> None:
    [mutant] = (m for m in mutants("print(a, flush=True)\n", pipe=True) if m.operator == "no_flush")
    assert mutant.source == "print(a)\n"


def test_mutants_alike_are_counted() -> None:
    alike = [m for m in mutants("p.join()\nq.start()\np.join()\n") if m.operator == "no_wait"]
    assert [(m.was, m.now, m.nth, list(m.lines)) for m in alike] == [
        ("p.join()", "pass", 1, [1]),
        ("p.join()", "pass", 2, [3]),
    ]


# -- the command -------------------------------------------------------------------------------------------------------


def write(folder: Path, program: str, promise: str, survivors: str = "") -> None:
    """Write one snippet, and the list."""
    (folder / "snippets/fork").mkdir(parents=True)
    (folder / "snippets/fork/sample.py").write_text(program, encoding="utf-8")
    (folder / "snippets/fork/sample.promise").write_text(promise, encoding="utf-8")
    (folder / "mutants").mkdir()
    (folder / "mutants/survivors.toml").write_text(survivors, encoding="utf-8")


def call(folder: Path, promise: str, survivors: str = "", *names: str) -> subprocess.CompletedProcess[str]:
    """Call `python -m mutants` where one snippet is."""
    write(folder, PROGRAM, promise, survivors)
    done = subprocess.run(
        [sys.executable, "-m", "mutants", *names],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def test_all_refused(tmp_path: Path) -> None:
    done = call(tmp_path, PROMISE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nno_wait              1       1       0\n" in done.stdout
    assert "(100.0%), 0 explained, 0 not; 0 more change what never runs" in done.stdout


def test_a_dropped_waitpid_is_refused_for_certain(tmp_path: Path) -> None:
    loose = PROMISE.replace("---\nparent | done\n", "parent | done\n")
    done = call(tmp_path, loose, "", "sample")
    assert "-os.waitpid" not in done.stdout
    done = call(tmp_path / "without", loose.replace(", reaped", ""), "", "sample")
    assert done.returncode == 1
    assert "-os.waitpid(pid, 0)\n+pass\n" in done.stdout


def test_unexplained_survivor(tmp_path: Path) -> None:
    done = call(tmp_path, LOOSE, "", "sample")
    assert done.returncode == 1
    assert "sample.promise does not refuse this:\n--- snippets/fork/sample.py\n" in done.stdout
    assert '-print("done")\n+print("other")\n' in done.stdout
    assert 'was = "print(\\"done\\")"\nnow = "print(\\"other\\")"\n' in done.stdout


def test_explained_survivor(tmp_path: Path) -> None:
    done = call(tmp_path, LOOSE, SURVIVOR + 'because = "why not"\n', "sample")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 explained, 0 not" in done.stdout


def test_too_small_a_share(tmp_path: Path) -> None:
    done = call(tmp_path, LOOSE, SURVIVOR + 'because = "why not"\n')
    assert done.returncode == 1
    assert done.stdout.endswith("at least 97% have to be refused\n")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("other_word", "other_word", "it is refused now"),
        ("other_word", "no_print", "there is no such mutant"),
        ("sample", "gone", "there is no such mutant"),
    ],
)
def test_stale_entry(tmp_path: Path, old: str, new: str, why: str) -> None:
    done = call(tmp_path, PROMISE, SURVIVOR.replace(old, new) + 'because = "why not"\n')
    assert done.returncode == 1
    assert f"mutants/survivors.toml: take this entry out, {why}" in done.stdout


@pytest.mark.parametrize(
    ("broken", "explained", "expected"),
    [
        ([True, False], True, "survives"),
        ([True], True, "refused"),
        ([False, True], False, "refused"),
        ([False] * 90 + [True], False, "refused"),
    ],
)
def test_luck_takes_no_entry_out(
    monkeypatch: pytest.MonkeyPatch, broken: list[bool], explained: bool, expected: str
) -> None:
    runs = itertools.cycle("broken promise" if one else None for one in broken)
    monkeypatch.setattr(fates, "_run", lambda *_: (next(runs), types.SimpleNamespace(ran=(), processes=())))
    job: Any = None
    assert fates.fate(job, threading.Event(), explained=explained) == expected


def test_entry_for_other_pythons(tmp_path: Path) -> None:
    done = call(tmp_path, PROMISE, SURVIVOR + 'when = "<3.11"\nbecause = "why not"\n')
    assert done.returncode == 0


@pytest.mark.parametrize("survivors", [SURVIVOR, "[[survivor", SURVIVOR + 'because = ""\n', SURVIVOR + "because = 1\n"])
def test_list_that_cannot_be_read(tmp_path: Path, survivors: str) -> None:
    done = call(tmp_path, PROMISE, survivors)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mutants/survivors.toml: ")


def test_promise_that_is_broken_before(tmp_path: Path) -> None:
    done = call(tmp_path, PROMISE.replace("| done", "| gone"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sample: broken promise, before anything was changed\n")


def test_unknown_snippet(tmp_path: Path) -> None:
    done = call(tmp_path, PROMISE, "", "nobody")
    assert (done.returncode, done.stderr) == (2, "no such snippet: nobody; there are sample\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_from_outside(tmp_path: Path, number: signal.Signals) -> None:
    there, temporary = tmp_path / "there", tmp_path / "tmp"
    temporary.mkdir()
    program = f"import pathlib, signal\npathlib.Path({str(there)!r}).touch()\nsignal.pause()\n"
    write(tmp_path, program, "timeout = 60\n\nmain: exit 0\n")
    env = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    with subprocess.Popen([sys.executable, "-m", "mutants"], cwd=tmp_path, env=env, stderr=subprocess.PIPE) as done:
        while not there.exists():
            assert done.poll() is None
        done.send_signal(number)
        _, stderr = done.communicate(timeout=30)
    assert done.returncode == 128 + number
    assert stderr.decode() == f"stopped by {number.name}; nothing that it started is left\n"
    assert list(temporary.iterdir()) == []
    assert not [p for p in psutil.process_iter(["cwd"]) if (p.info["cwd"] or "").startswith(str(temporary))]
