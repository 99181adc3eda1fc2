"""What whoever writes sees: `mkdocs serve` as `nox -s serve` calls it, beside what it may meet on a machine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from book import sites
from tests.book.session import NOX, environment
from tests.building import HELLO, PROMISE, ROOT, edit, mkdocs, show, vouch

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
    edit(tree, "docs/zh/fork/hello.md", "[你好]", "## 更多 { #more }\n\n[你好]")
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
        reader.sendall(b"GET /fork/hello/ HTTP/1.0\r\n\r\n")
        page = b"".join(iter(lambda: reader.recv(65536), b"")).decode()
    serving.send_signal(signal.SIGINT)
    said += serving.communicate()[0]
    assert "Traceback" not in said, said
    assert "只在预览里" in page, said
    assert "docs/zh/fork/hello.md:13: heading ## more, but docs/en/fork/hello.md:13: link index.md#begin" in page
    assert 'hreflang="en"' not in page  # the other language is not there
    assert mkdocs(tree, "zh", tree / "site").returncode != 0


def test_both_languages_are_shown_and_each_leads_to_the_other(tree: Path) -> None:
    show(tree, "begun", HELLO, PROMISE)
    (tree / "docs/en/fork/begun.md").unlink()
    vouch(tree)
    env = environment(tree, PYTHONUNBUFFERED="1")
    first, second = pair()
    command = [*NOX[:-1], "serve", "--", "-a", f"127.0.0.1:{first}"]
    serving = subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert serving.stdout
    said, ready = "", 0
    for line in serving.stdout:
        said += line
        ready += "Serving on" in line
        if ready == 2:
            break
    assert ready == 2, said
    for port, name, other, language in (
        (first, "fork/hello/", second, "en"),
        (second, "fork/hello/", first, "zh"),
        (first, "", second, "en"),
    ):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{name}") as page:
            assert f'href="http://127.0.0.1:{other}/{name}" hreflang="{language}"' in page.read().decode()
    with urllib.request.urlopen(f"http://127.0.0.1:{first}/fork/begun/") as page:
        assert f'href="http://127.0.0.1:{second}/fork/" hreflang="en"' in page.read().decode()
    serving.send_signal(signal.SIGINT)
    said += serving.communicate()[0]
    assert "Traceback" not in said, said
    for port in first, second:
        socket.create_server(("127.0.0.1", port)).close()  # nobody listens there any more


def pair() -> tuple[int, int]:
    """Two free ports, one after the other."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as one, contextlib.suppress(OSError):
            port: int = one.getsockname()[1]
            with socket.create_server(("127.0.0.1", port + 1)):
                return port, port + 1


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
