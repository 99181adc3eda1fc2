"""Another machine builds the same: other Pythons, locales and folders."""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from book import sites
from tests.book.session import said, snapshot
from tests.building import ROOT, Exhibits, both, build, mkdocs, show
from witness import interpreter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")


def alone(tree: Path) -> dict[str, str]:
    """The environment of a machine that has no Python but ours."""
    return {"PATH": str(tree), "PYENV_ROOT": str(tree), "UV_PYTHON_INSTALL_DIR": str(tree)}


@pytest.mark.parametrize("methods", [("",), ("fork ", "spawn ")])
@pytest.mark.parametrize("ours", [False, True])
def test_a_comparison_with_pythons_that_are_not_here(tree: Path, ours: bool, methods: tuple[str, ...]) -> None:
    """Somebody else's machine has them; the page says so, and shows what there is."""
    here = "{}.{}".format(*sys.version_info) if ours else ""
    absent = [version for version in ("3.11", "3.12", "3.13") if version != "{}.{}".format(*sys.version_info)][:2]
    compared = ", ".join(f'"{method}{version}"' for method in methods for version in [*absent, here] if version)
    both(tree, "fork/hello.md", 'exhibit("hello")', f'exhibit("hello", compare=({compared}))')
    build(tree, **alone(tree))
    page = (tree / "site/fork/hello/index.html").read_text(encoding="utf-8")
    assert f"没有 Python {' 和 '.join(absent)} 的运行" in page
    assert page.count('<section class="run"') == (len(methods) if ours else 1)


def test_a_chart_of_a_python_that_is_not_here(tree: Path) -> None:
    promise = "main: exit 0\n\nmain | waiting (s)\nmain |   a loop: 0.5\n"
    show(tree, "measures", 'print("waiting (s)")\nprint("  a loop: 0.5")\n', promise)
    call = 'print(chart("measures", compare=("", "3.14t")))\nprint(exhibit("measures"))'
    page = "fork/measures.md"
    both(tree, page, 'import exhibit\nprint(exhibit("measures"))', f"import chart, exhibit\n{call}")
    build(tree, **alone(tree))
    text = (tree / "site/fork/measures/index.html").read_text(encoding="utf-8")
    assert text.count('<figure class="chart"') == 2
    assert f"waiting (s) · Python {platform.python_version()}</p>" in text
    assert "没有 Python 3.14t 的运行" in text


def test_a_program_for_which_every_python_here_is_too_old(tree: Path) -> None:
    show(tree, "later", "print(1)\n", "python = 3.99+\n\nmain: exit 0\n\nmain | 1\n")
    build(tree)
    page = Exhibits(tree / "site/fork/later/index.html")
    assert page.code == ["print(1)\n"]
    assert page.output == []
    assert "没有 Python 3.99+ 的运行" in (tree / "site/fork/later/index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc/sys")
def test_a_program_whose_kernel_is_set_otherwise_here(tree: Path) -> None:
    ours = Path("/proc/sys/kernel/pid_max").read_text(encoding="ascii").strip()
    promise = "kernel = kernel.pid_max={}\n\nmain: exit 0\n\nmain | 1\n"
    show(tree, "other", "print(1)\n", promise.format(int(ours) + 1))
    show(tree, "same", "print(1)\n", promise.format(ours))
    build(tree)
    assert Exhibits(tree / "site/fork/other/index.html").output == []
    assert f"不是 kernel.pid_max={int(ours) + 1}" in (tree / "site/fork/other/index.html").read_text(encoding="utf-8")
    assert Exhibits(tree / "site/fork/same/index.html").output == ["1"]


def test_a_program_that_needs_a_newer_python_than_ours(tree: Path) -> None:
    newer = [one for one in interpreter.everywhere() if one.feature > sys.version_info[:2]]
    if not newer:
        pytest.skip("no Python here is newer than ours")
    version = "{}.{}".format(*newer[0].feature)
    program = "import sys\n\nprint(sys.version_info.minor)\n"
    show(tree, "later", program, f"python = {version}+\n\nmain: exit 0\n\nmain | {newer[0].feature[1]}\n")
    build(tree)
    page = tree / "site/fork/later/index.html"
    assert Exhibits(page).output == [str(newer[0].feature[1])]
    assert f"Python {version}" in page.read_text(encoding="utf-8")


def test_the_whole_site_is_built_where_there_is_but_one_python(tmp_path: Path) -> None:
    done = mkdocs(ROOT, "zh", tmp_path / "site", env=alone(tmp_path))
    assert done.returncode == 0, said(done)


@pytest.fixture(scope="session")
def gbk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A locale of Chinese that is not UTF-8, made here, since no machine has it; or one that there is not."""
    folder = tmp_path_factory.mktemp("locales")
    source = Path("/usr/share/i18n/charmaps/GBK.gz")
    if source.exists() and shutil.which("localedef"):
        (folder / "GBK").write_bytes(gzip.decompress(source.read_bytes()))
        subprocess.run(
            ["localedef", "-c", "-i", "zh_CN", "-f", folder / "GBK", folder / "zh_CN.GBK"],
            capture_output=True,
            check=False,
        )
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


LOCALES: dict[str, dict[str, str]] = {
    "ASCII": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "GBK": {"PYTHONUTF8": "0"},
}
CHINESE = "import os\n\nprint('子进程', os.getpid())\n"


@pytest.mark.parametrize("name", LOCALES)
def test_the_locale_changes_nothing(tree: Path, name: str, gbk: dict[str, str]) -> None:
    locale = LOCALES[name] | (gbk if name == "GBK" else {})
    show(tree, "chinese", CHINESE, "main: exit 0\n\nmain | 子进程 {main}\n")
    build(tree)
    pages = snapshot(tree / "site")
    run_again = mkdocs(tree, "zh", tree / "site", env=locale)
    assert run_again.returncode == 0, said(run_again)
    times = ("sitemap.xml", "sitemap.xml.gz")
    assert {n: t for n, t in snapshot(tree / "site").items() if n not in times} == {
        n: t for n, t in pages.items() if n not in times
    }
    shutil.rmtree(tree / ".witness")
    build(tree, **locale)
    [line] = Exhibits(tree / "site/fork/chinese/index.html").output
    assert line.startswith("子进程 ")
    shutil.rmtree(tree / "site")

    def witness(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "witness", *arguments],
            cwd=tree,
            env=os.environ | locale,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8")

    assert witness("check", "chinese").startswith("1 of 1 runs kept")
    assert witness("run", "snippets/fork/chinese.py").startswith("子进程 ")
    (tree / "snippets/fork/chinese.promise").unlink()
    assert "main | 子进程 {main}" in witness("draft", "snippets/fork/chinese.py", "--runs", "2")
    text = (tree / "snippets/fork/chinese.promise").read_text(encoding="utf-8")
    assert "main | 子进程 {main}" in text


@pytest.mark.parametrize("folder", ["-v", '多 进程 it\'s "a" #1 100%s a&b;c {x}{{y}}$HOME [a]*'])
def test_the_folder_changes_nothing(tree: Path, folder: str) -> None:
    build(tree)
    expected = Exhibits(tree / "site/fork/hello/index.html")
    shutil.rmtree(tree / "site")
    odd = tree.rename(tree.parent / folder)
    for language in sites.SITES:
        build(odd, language)
    for place in "", "en/":
        page = Exhibits(odd / f"site/{place}fork/hello/index.html")
        assert page.code == expected.code
        assert page.copied == expected.copied
        assert [line.split()[0] for line in page.output] == [line.split()[0] for line in expected.output]
    assert [path.name for path in (odd / ".witness").iterdir() if path.suffix != ".run"] == []
