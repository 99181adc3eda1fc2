"""What whoever writes sees: `mkdocs serve` as `nox -s serve` calls it, beside what it may meet on a machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from book import sites
from tests.building import ROOT, edit, mkdocs, vouch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")
ENVIRONMENT = os.environ | sites.NOTICES | sites.QUICK | {"PYTHONUNBUFFERED": "1"}


def test_a_busy_address_is_said(tree: Path) -> None:
    vouch(tree)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=tree,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port}: the preview cannot stand here (Address already in use)" in done.stderr
    assert f"nox -s serve -- -a 127.0.0.1:{port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_in_one_language_is_shown_and_its_preview_ends_with_an_interrupt(tree: Path) -> None:
    vouch(tree)
    edit(tree, "docs/zh/fork.md", "## Hello", "## 更多 { #more }\n\n## Hello")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
        cwd=tree,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert serving.stdout
    said = ""
    for line in serving.stdout:
        said += line
        if "Serving on" in line:
            break
    with socket.create_connection(("127.0.0.1", port)) as reader:
        reader.sendall(b"GET /fork/ HTTP/1.0\r\n\r\n")
        page = b"".join(iter(lambda: reader.recv(65536), b"")).decode()
    serving.send_signal(signal.SIGINT)
    said += serving.communicate()[0]
    assert "Traceback" not in said, said
    assert "只在预览里" in page, said
    assert "docs/zh/fork.md:8: heading ## more, but docs/en/fork.md:8: heading ## hello" in page
    assert 'hreflang="en"' not in page  # the other language is not there
    assert mkdocs(tree, "zh", tree / "site").returncode != 0


@pytest.mark.parametrize("nav", ["  - index.md\n  - fork.md\n", "  - 章节:\n      - 首页: index.md\n      - fork.md\n"])
def test_navigation_may_have_sections_and_no_titles(tree: Path, nav: str) -> None:
    settings = (tree / "mkdocs.yml").read_text(encoding="utf-8")
    start = settings.index("nav:\n") + len("nav:\n")
    rest = "  - process.md\n  - pool.md\n  - snippets/index.md\n"
    (tree / "mkdocs.yml").write_text(
        settings[:start] + nav + rest + settings[settings.index("not_in_nav:") :], encoding="utf-8"
    )
    done = mkdocs(tree, "zh", tree / "site")
    assert done.returncode == 0, done.stderr
    assert "hello.py" in (tree / "site/snippets/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fr"], "there is no site 'fr'"),
        (["-a", "127.0.0.1:x"], "is not a valid port"),
        (["en", "-a", "127.0.0.1:x"], "is not a valid port"),
    ],
)
def test_arguments_go_on_to_the_server(words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nox", "--no-venv", "--no-install", "-s", "serve", "--", *words],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
