"""What many runs have shown: gathered by a command, kept in a file, shown on the page, and asked for when it is old."""

from __future__ import annotations

import concurrent.futures
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.book.test_build import EXHIBIT, add, both, edit, tree
from tests.conftest import mkdocs, vouch
from witness import snippet
from witness.check import evidence

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are watched on Linux or macOS")
__all__ = ["tree"]

LUCK = """\
import os

pid = os.fork()
if pid == 0:
    print("child:", "even" if os.getpid() % 2 == 0 else "odd")
else:
    os.waitpid(pid, 0)
    print("parent")
"""
LUCK_PROMISE = """\
parent: exit 0
  child: exit 0

child  | child: {even|odd}
---
parent | parent
"""
FREE = """\
import os

pid = os.fork()
print("child" if pid == 0 else "parent")
if pid > 0:
    os.waitpid(pid, 0)
"""
FREE_PROMISE = """\
parent: exit 0
  child: exit 0

child  | child
parent | parent
"""
POOL = """\
import time
from multiprocessing import Pool


def work(n):
    print("task", n)
    time.sleep(0.05)


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(work, range(4), chunksize=1)
"""
POOL_PROMISE = """\
parent: exit 0
  worker * 1..2: exit 0 or SIGTERM

each n in 0..3
  worker | task {n}
"""


def gather(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call `python -m witness evidence` there."""
    done = subprocess.run(
        [sys.executable, "-m", "witness", "evidence", *arguments, "--python", sys.executable],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def gathered(tree: Path, name: str) -> Any:
    """What stands in the file about a snippet."""
    return json.loads(evidence.path(sys.platform, tree / "evidence").read_text(encoding="utf-8"))[name]


def build(tree: Path) -> str:
    """Build the Chinese site with the evidence that is there; return the page of the chapter."""
    built = mkdocs(tree, "mkdocs.yml", tree / "site", vouched=False)
    assert built.returncode == 0, built.stderr
    return (tree / "site/fork/index.html").read_text(encoding="utf-8")


# -- gathering ---------------------------------------------------------------------------------------------------------


def test_runs_are_counted(tree: Path) -> None:
    done = gather(tree, "--runs", "8")
    assert done.returncode == 0, done.stdout + done.stderr
    found = gathered(tree, "hello")
    version = sys.version.split()[0]
    assert (found["pythons"], found["runs"]) == ([version], {"": [2, 8]})
    assert found["orders"] == [[["child", "parent"], {"": [2, 8]}]]
    assert found["others"] == 0


def test_each_order_is_counted(tree: Path) -> None:
    add(tree, "snippets/fork/free.py", FREE)
    add(tree, "snippets/fork/free.promise", FREE_PROMISE)
    done = gather(tree, "free", "--runs", "12")
    assert done.returncode == 0, done.stdout
    orders = {tuple(order): counts[""] for order, counts in gathered(tree, "free")["orders"]}
    assert orders.keys() <= {("child", "parent"), ("parent", "child")}
    assert [sum(counts) for counts in zip(*orders.values(), strict=True)] == [3, 12]


def test_words_that_vary_are_told(tree: Path) -> None:
    add(tree, "snippets/fork/luck.py", LUCK)
    add(tree, "snippets/fork/luck.promise", LUCK_PROMISE)
    done = gather(tree, "luck", "--runs", "40")
    assert done.returncode == 0, done.stdout
    orders = {tuple(order) for order, _ in gathered(tree, "luck")["orders"]}
    assert orders == {("child: child: even", "parent"), ("child: child: odd", "parent")}


def test_workers_are_numbered_as_they_speak(tree: Path) -> None:
    add(tree, "snippets/pool/tasks.py", POOL)
    add(tree, "snippets/pool/tasks.promise", POOL_PROMISE)
    done = gather(tree, "tasks", "--runs", "8")
    assert done.returncode == 0, done.stdout
    found = gathered(tree, "tasks")
    (method,) = found["runs"]
    assert method in ("fork", "spawn", "forkserver")
    assert all(order[0] == "worker 1" for order, _ in found["orders"])
    assert all(counts.keys() == {method} for _, counts in found["orders"])


def test_only_the_most_frequent_orders_are_kept() -> None:
    one = snippet.find(Path("snippets"))["pool"]
    gathering = evidence.Gathering(one)
    for index in range(evidence.SHOWN + 5):
        order = tuple((f"worker {n}", "") for n in range(index + 1))
        gathering.counts[order]["fork", False] = 1 + index
    found = gathering.evidence()
    assert (len(found.orders), found.others) == (evidence.SHOWN, 5)
    assert len(found.orders[0][0]) == evidence.SHOWN + 5


def test_only_what_changed_is_run_again(tree: Path) -> None:
    gather(tree, "--runs", "1")
    again = gather(tree, "--runs", "1")
    assert "snippets: 0" in again.stdout
    edit(tree, "snippets/fork/hello.py", "child (", "the child (")
    edit(tree, "snippets/fork/hello.promise", "child (", "the child (")
    assert "snippets: 1" in gather(tree, "--runs", "1").stdout


def test_named_snippets_are_run_again(tree: Path) -> None:
    gather(tree, "--runs", "1")
    gather(tree, "hello", "--runs", "4")
    assert gathered(tree, "hello")["runs"] == {"": [1, 4]}


def test_who_reads_meanwhile_reads_all_of_it(tree: Path) -> None:
    vouch(tree)
    (whole,) = evidence.load(sys.platform, tree / "evidence").values()
    names = [f"snippet_{number}" for number in range(50)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for saved in [
            pool.submit(evidence.save, sys.platform, dict.fromkeys(names, whole), tree / "evidence") for _ in range(50)
        ]:
            while not saved.done():
                assert evidence.load(sys.platform, tree / "evidence")
            saved.result()
    assert [path.name for path in (tree / "evidence").iterdir()] == [evidence.path(sys.platform).name]


def test_evidence_that_cannot_be_written_is_said(tree: Path) -> None:
    (tree / "evidence").touch()
    done = gather(tree, "--runs", "1")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{evidence.path(sys.platform, tree / 'evidence')}: evidence cannot be written here")


def test_a_broken_promise_is_no_evidence(tree: Path) -> None:
    add(tree, "snippets/fork/free.py", FREE)
    add(tree, "snippets/fork/free.promise", FREE_PROMISE.replace("| child", "| somebody"))
    done = gather(tree, "--runs", "1")
    assert done.returncode == 1
    assert "free: broken promise" in done.stdout
    file = json.loads(evidence.path(sys.platform, tree / "evidence").read_text(encoding="utf-8"))
    assert file.keys() == {"hello"}


def test_what_makes_the_machine_busy_ends_with_the_command(tree: Path) -> None:
    gather(tree, "--runs", "1")
    mine = psutil.Process().children(recursive=True)
    assert not [process for process in psutil.process_iter(["cmdline"]) if _busy(process) and process not in mine]


def _busy(process: psutil.Process) -> bool:
    command = process.info["cmdline"] or []
    return "while os.getppid() == parent" in " ".join(command) and process.ppid() == 1


# -- on the page -------------------------------------------------------------------------------------------------------


def test_the_page_says_what_was_seen(tree: Path) -> None:
    gather(tree, "--runs", "8")
    page = build(tree)
    minor = f"3.{sys.version_info[1]}"
    assert f"✓ {minor} · " in page
    assert "10 次运行，说话的顺序都相同" in page
    assert "8 次里 8 次" in page


def test_workers_in_a_row_are_told_by_their_numbers(tree: Path) -> None:
    add(tree, "snippets/fork/tasks.py", POOL)
    add(tree, "snippets/fork/tasks.promise", POOL_PROMISE)
    both(tree, "fork.md", "## Hello", f"## Tasks {{ #tasks }}\n\n{EXHIBIT.format(name='tasks')}\n\n## Hello")
    gather(tree, "--runs", "8")
    page = re.sub(r"<[^>]*>", "", build(tree))
    assert re.search(r"^worker 1 2( [12])*", page, re.MULTILINE)


def test_a_change_without_evidence_ends_the_build(tree: Path) -> None:
    gather(tree, "--runs", "1")
    build(tree)
    edit(tree, "snippets/fork/hello.promise", "---\n", "---\n# a word\n")
    built = mkdocs(tree, "mkdocs.yml", tree / "site", vouched=False)
    assert built.returncode != 0
    assert "snippets/fork/hello.py: it has changed, and there is no evidence" in built.stderr
    assert "`nox -s evidence -- hello`" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_writer_sees_the_page_without_evidence(tree: Path) -> None:
    """As `nox -s serve` does, which is not strict."""
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", "mkdocs.yml", "--site-dir", tree / "site"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "there is no evidence" in built.stderr
    page = (tree / "site/fork/index.html").read_text(encoding="utf-8")
    assert "改动之后还没有多次运行过" in page
    assert "✓" not in page


@pytest.mark.parametrize("damage", ["", "[]", '{"hello": 3}', '{"hello": {"digest": 1}}', "<<<<<<< HEAD"])
def test_a_damaged_file_is_said(tree: Path, damage: str) -> None:
    gather(tree, "--runs", "1")
    evidence.path(sys.platform, tree / "evidence").write_text(damage, encoding="utf-8")
    built = mkdocs(tree, "mkdocs.yml", tree / "site", vouched=False)
    assert built.returncode != 0
    assert f"evidence/{'linux' if sys.platform == 'linux' else 'macos'}.json: this is no evidence" in built.stderr
    assert "Traceback" not in built.stderr


def test_evidence_from_elsewhere_counts(tree: Path) -> None:
    gather(tree, "--runs", "1")
    own = evidence.path(sys.platform, tree / "evidence")
    own.rename(evidence.path("darwin" if sys.platform == "linux" else "linux", tree / "evidence"))
    page = build(tree)
    assert (" · macOS" if sys.platform == "linux" else " · Linux") in page
