"""A run that kept its promise is cached, and not made again until something of it changes."""

from __future__ import annotations

import concurrent.futures
import functools
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book.session import said
from tests.building import PROMISE, Exhibits, build, edit, mkdocs, runs, show, vouch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")


def test_what_did_not_change_does_not_run_again(tree: Path) -> None:
    build(tree)
    edit(tree, "docs/zh/fork/hello.md", "[你好]", "A sentence.\n\n[你好]")
    build(tree)
    assert runs(tree) == 1
    edit(tree, "snippets/fork/hello.py", "child (", "a child (")
    edit(tree, "snippets/fork/hello.promise", "| child (", "| a child (")
    build(tree)
    assert runs(tree) == 2
    assert Exhibits(tree / "site/fork/hello/index.html").output[0].startswith("a child (")


def test_a_cached_run_is_held_to_the_promise_as_it_is_now(tree: Path) -> None:
    build(tree)
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")
    built = mkdocs(tree, "zh", tree / "site")
    assert runs(tree) == 1
    assert built.returncode != 0
    assert "hello: broken promise" in built.stderr


def test_a_run_that_broke_its_promise_is_not_cached(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.promise", "| parent (", "| mother (")
    for _ in range(2):
        assert mkdocs(tree, "zh", tree / "site").returncode != 0
    assert runs(tree) == 2


def test_two_builds_at_once_share_their_runs(tree: Path) -> None:
    for number in range(4):
        program = (tree / "snippets/fork/hello.py").read_text(encoding="utf-8")
        show(tree, f"hello{number}", program, PROMISE)
    vouch(tree)  # now: two that add to the evidence at once may each lose what the other adds
    with concurrent.futures.ThreadPoolExecutor() as pool:
        folders = [tree.parent / "one", tree.parent / "two"]
        for done in pool.map(functools.partial(mkdocs, tree, "zh", vouched=False), folders):
            assert done.returncode == 0, said(done)
    for name in "hello", *(f"hello{number}" for number in range(4)):
        one, two = (Exhibits(folder / f"fork/{name}/index.html") for folder in folders)
        assert one.output == two.output
    assert runs(tree) == 5


def swapped(file: Path) -> None:
    [other] = file.parent.glob("hello-*")
    file.write_bytes(other.read_bytes())


def misspelt(file: Path) -> None:
    """Still a recording, but the PID is a string."""
    head, _, text = file.read_text(encoding="utf-8").partition("\n")
    facts = json.loads(text)
    facts["processes"][0]["pid"] = str(facts["processes"][0]["pid"])
    file.write_text(f"{head}\n{json.dumps(facts)}", encoding="utf-8")


def folder(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "swapped": swapped,
    "misspelt": misspelt,
    "loop": folder,
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-20]),
    "one digit": lambda file: file.write_bytes(file.read_bytes().replace(b'"exit_code": 0', b'"exit_code": 1', 1)),
    "other": lambda file: file.write_bytes(b"[1, 2, 3]"),
    "no text": lambda file: file.write_bytes(b"\xff\xfe\x00" + file.read_bytes()),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
}


def test_a_damaged_cached_run_is_made_anew_without_a_word(tree: Path) -> None:
    for number in range(len(DAMAGES)):
        program = f'with open("../../../{number}", "a") as journal:\n    print(1, file=journal)\nprint("done")\n'
        show(tree, f"damage{number}", program, "main: exit 0\n\nmain | done\n")
    build(tree)
    for number, act in enumerate(DAMAGES.values()):
        [file] = (tree / ".witness").glob(f"damage{number}-*")
        act(file)
    done = mkdocs(tree, "zh", tree / "site")
    assert done.returncode == 0, said(done)
    assert ".run" not in said(done)
    for number, name in enumerate(DAMAGES):
        assert (tree.parent / str(number)).read_text(encoding="utf-8") == "1\n1\n", name
