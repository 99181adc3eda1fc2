"""What many runs have shown: gathered by a command, kept in a file, shown on the page, and asked for when it is old."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

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
    assert [order[:2] for order in found["orders"]] == [[["child", "parent"], {"": [2, 8]}]]
    assert found["others"] == 0


def test_each_order_is_counted(tree: Path) -> None:
    add(tree, "snippets/fork/free.py", FREE)
    add(tree, "snippets/fork/free.promise", FREE_PROMISE)
    done = gather(tree, "free", "--runs", "12")
    assert done.returncode == 0, done.stdout
    orders = {tuple(order): counts[""] for order, counts, _ in gathered(tree, "free")["orders"]}
    assert orders.keys() <= {("child", "parent"), ("parent", "child")}
    assert [sum(counts) for counts in zip(*orders.values(), strict=True)] == [3, 12]


def test_words_that_vary_are_told(tree: Path) -> None:
    add(tree, "snippets/fork/luck.py", LUCK)
    add(tree, "snippets/fork/luck.promise", LUCK_PROMISE)
    done = gather(tree, "luck", "--runs", "40")
    assert done.returncode == 0, done.stdout
    orders = {tuple(order) for order, *_ in gathered(tree, "luck")["orders"]}
    assert orders == {("child: child: even", "parent"), ("child: child: odd", "parent")}


def test_workers_are_numbered_as_they_speak(tree: Path) -> None:
    add(tree, "snippets/pool/tasks.py", POOL)
    add(tree, "snippets/pool/tasks.promise", POOL_PROMISE)
    done = gather(tree, "tasks", "--runs", "8")
    assert done.returncode == 0, done.stdout
    found = gathered(tree, "tasks")
    (method,) = found["runs"]
    assert method in ("fork", "spawn", "forkserver")
    assert all(order[0] == "worker 1" for order, *_ in found["orders"])
    assert all(counts.keys() == {method} for _, counts, _ in found["orders"])


def about(
    name: str, *orders: tuple[str, int], pythons: tuple[str, ...] = ("3.11.7",), **other: Any
) -> evidence.Evidence:
    """Evidence about a snippet of this repository."""
    one = snippet.find(Path("snippets"))[name]
    runs = {"fork": evidence.Seen(0, sum(count for _, count in orders))}
    told = tuple(
        evidence.Order((said,), {"fork": evidence.Seen(0, count)}, {"fork": evidence.Seen(0, 1)})
        for said, count in orders
    )
    return evidence.Evidence(*evidence.digests(one), "2026-01-02", pythons, runs, told, **other)


def test_only_the_most_frequent_orders_are_kept(tmp_path: Path) -> None:
    orders = [(f"order {n}", n + 1) for n in range(evidence.SHOWN + 5)]
    evidence.save("linux", {"pool": about("pool", *orders)}, tmp_path)
    found = evidence.load("linux", tmp_path)["pool"]
    assert (len(found.orders), found.others) == (evidence.SHOWN, 5)
    assert found.orders[0].said == (orders[-1][0],)


def test_a_machine_with_fewer_pythons_takes_nothing_away(tmp_path: Path) -> None:
    first = about("pool", ("one", 4), ("two", 1), pythons=("3.9.1", "3.11.7", "3.14.0"), others=3)
    evidence.save("linux", {"pool": first, "fork": about("fork", ("only", 1))}, tmp_path)
    evidence.save("linux", {"pool": about("pool", ("two", 5), ("three", 2))}, tmp_path)
    found = evidence.load("linux", tmp_path)
    assert found.keys() == {"pool", "fork"}
    assert found["pool"].pythons == ("3.9.1", "3.11.7", "3.14.0")
    assert found["pool"].runs == {"fork": evidence.Seen(0, 12)}
    counts = {order.said[0]: order.watched["fork"].busy for order in found["pool"].orders}
    assert counts == {"two": 6, "one": 4, "three": 2}
    assert list(counts) == ["two", "one", "three"]
    assert found["pool"].others == 2  # five orders were seen at least


def test_what_changed_begins_anew(tmp_path: Path) -> None:
    old = dataclasses.replace(about("pool", ("one", 4), pythons=("3.11.7", "3.14.0")), program="another")
    evidence.save("linux", {"pool": old}, tmp_path)
    evidence.save("linux", {"pool": about("pool", ("two", 1))}, tmp_path)
    assert evidence.load("linux", tmp_path)["pool"] == about("pool", ("two", 1))


@pytest.mark.parametrize(
    ("program", "promise", "why"),
    [
        ("pass\n", "", "the program has changed since there was evidence about it (2026-01-01)"),
        ("", "---\n", "what the promise says has changed since there was evidence about it (2026-01-01)"),
        ("pass\n", "---\n", "the program and what the promise says has changed"),
        ("", "\n# a word\n  # another\n", ""),
    ],
)
def test_what_has_changed_is_said(tree: Path, program: str, promise: str, why: str) -> None:
    vouch(tree)
    path = tree / "snippets/fork/hello.py"
    path.write_text(path.read_text() + program)
    path.with_suffix(".promise").write_text(path.with_suffix(".promise").read_text() + promise)
    lack = evidence.lack(snippet.Snippet(path), tree / "evidence")
    assert lack.startswith(why)
    assert bool(lack) == bool(why)


def test_what_is_gone_is_dropped_and_said(tree: Path) -> None:
    evidence.save(sys.platform, {"renamed": about("pool", ("one", 4))}, tree / "evidence")
    done = gather(tree, "--runs", "1")
    assert "dropped, for there are no such snippets: renamed\n" in done.stdout
    assert evidence.load(sys.platform, tree / "evidence").keys() == {"hello"}


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
    assert gathered(tree, "hello")["runs"] == {"": [2, 5]}


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
    assert f"\n{evidence.path(sys.platform, tree / 'evidence')}: evidence cannot be written here" in done.stderr


def test_a_broken_promise_is_no_evidence(tree: Path) -> None:
    add(tree, "snippets/fork/free.py", FREE)
    add(tree, "snippets/fork/free.promise", FREE_PROMISE.replace("| child", "| somebody"))
    done = gather(tree, "--runs", "1")
    assert done.returncode == 1
    assert "free: broken promise" in done.stdout
    file = json.loads(evidence.path(sys.platform, tree / "evidence").read_text(encoding="utf-8"))
    assert file.keys() == {"hello"}


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
    edit(tree, "snippets/fork/hello.promise", "---\n", "---\n---\n")
    built = mkdocs(tree, "mkdocs.yml", tree / "site", vouched=False)
    assert built.returncode != 0
    assert "snippets/fork/hello.py: what the promise says has changed since there was evidence" in built.stderr
    assert "-m witness evidence hello`" in built.stderr
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
