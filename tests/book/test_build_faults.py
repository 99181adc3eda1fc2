"""Builds on a bad day: stopped, two at once, with damaged files, a full or a locked disk, odd folders and locales."""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import gzip
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from book import sites
from tests.building import PROMISE, ROOT, Exhibits, both, build, edit, mkdocs, runs, show, vouch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the site is built on Linux or macOS")
BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict"]
NOX = [sys.executable, "-m", "nox", "--no-venv", "--no-install", "-s", "docs"]
"""The session itself; the environment of the tests has all that it would install."""
SLEEPER = """\
import os
import signal

pid = os.fork()
with open("../../../fifo", "w") as journal:
    print(os.getpid(), file=journal)
signal.pause()
"""


@pytest.fixture(autouse=True)
def whole(tree: Path) -> None:
    """What builds both languages."""
    shutil.copy(ROOT / "noxfile.py", tree)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """All that a build said, which is never a traceback."""
    text = done.stdout + done.stderr
    assert "Traceback" not in text, text
    return text


def environment(tree: Path, **more: str) -> dict[str, str]:
    """For a build whose temporary files can be counted, of snippets with evidence."""
    vouch(tree)
    temporary = tree.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | sites.environment() | {"PATH": path, "TMPDIR": str(temporary)} | more


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- stopped -----------------------------------------------------------------------------------------------------------


def group(build: subprocess.Popen[str]) -> None:
    """Ctrl-C in a terminal."""
    os.killpg(build.pid, signal.SIGINT)


def alone(build: subprocess.Popen[str]) -> None:
    """What a CI does."""
    build.terminate()


@pytest.mark.parametrize("stop", [group, alone])
@pytest.mark.parametrize("command", [BUILD, NOX], ids=["mkdocs", "nox"])
def test_a_build_that_is_stopped_leaves_nothing(
    tree: Path, command: list[str], stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    environ = environment(tree)
    first = subprocess.run(NOX, cwd=tree, env=environ, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    site, before = snapshot(tree / "site"), sorted(path.name for path in tree.iterdir())
    fifo = tree.parent / "fifo"
    os.mkfifo(fifo)
    show(tree, "sleeper", SLEEPER, "timeout = 60\n\nparent: exit 0\n  child: exit 0\n")
    building = subprocess.Popen(
        command,
        cwd=tree,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    journal = os.open(fifo, os.O_RDWR)  # a writer of its own: no end before both have written
    written = b""
    while written.count(b"\n") < 2:
        ready, _, _ = select.select([journal], [], [], 1)
        if not ready and building.poll() is not None:
            pytest.fail(f"it ended before it was stopped:\n{building.communicate()[0]}")
        written += os.read(journal, 100) if ready else b""
    os.close(journal)
    pids = [int(pid) for pid in written.split()]
    stop(building)
    output, _ = building.communicate(timeout=5)
    assert building.returncode != 0
    assert "Traceback" not in output, output
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    assert list(left(tree.parent)) == []
    assert list((tree.parent / "tmp").iterdir()) == []
    assert {path.name for path in (tree / ".witness").iterdir() if path.suffix != ".run"} == {"jieba.cache"}
    assert not [path for path in (tree / ".witness").iterdir() if path.name.startswith(("sleeper", "."))]
    if command is NOX:
        assert snapshot(tree / "site") == site
        assert sorted(path.name for path in tree.iterdir()) == before


def left(folder: Path) -> Iterator[str]:
    """The processes that have `folder` in their environment or command line; on macOS nobody can tell."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if bytes(folder) in command + (process / "environ").read_bytes():
                yield command.decode(errors="replace")


def test_a_build_that_fails_leaves_the_site_that_stood(tree: Path) -> None:
    session = functools.partial(
        subprocess.run, NOX, cwd=tree, env=environment(tree), capture_output=True, text=True, check=False
    )
    first = session()
    assert first.returncode == 0, first.stderr
    assert (tree / "site/en/fork/index.html").is_file()
    site = snapshot(tree / "site")
    # Found while the last page of the English site is written, after the whole Chinese one.
    edit(tree, "mkdocs.en.yml", "nav:\n", "nav:\n  - Nowhere: nowhere.md\n")
    assert session().returncode != 0
    assert snapshot(tree / "site") == site
    edit(tree, "mkdocs.en.yml", "  - Nowhere: nowhere.md\n", "")
    both(tree, "index.md", "# index", "# Index")
    assert session().returncode == 0
    assert snapshot(tree / "site") != site
    assert not list(tree.glob(".site-*"))


# -- two at once -------------------------------------------------------------------------------------------------------


def test_two_builds_at_once_share_their_runs(tree: Path) -> None:
    for number in range(4):
        program = (tree / "snippets/fork/hello.py").read_text(encoding="utf-8")
        show(tree, f"hello{number}", program, PROMISE)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        folders = [tree.parent / "one", tree.parent / "two"]
        for done in pool.map(functools.partial(mkdocs, tree, "zh"), folders):
            assert done.returncode == 0, said(done)
    one, two = (Exhibits(folder / "fork/index.html") for folder in folders)
    assert one.output == two.output
    assert runs(tree) == 5
    build(tree)
    assert runs(tree) == 5


# -- damaged files -----------------------------------------------------------------------------------------------------


def swapped(file: Path) -> None:
    [other] = [path for path in file.parent.iterdir() if path != file]
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


def test_a_damaged_kept_run_is_made_anew_without_a_word(tree: Path) -> None:
    show(tree, "other", "print('other')\n", "main: exit 0\n\nmain | other\n")
    build(tree)
    for count, (name, damage) in enumerate(DAMAGES.items(), 2):
        [file] = (tree / ".witness").glob("hello-*")
        damage(file)
        done = mkdocs(tree, "zh", tree / "site")
        assert done.returncode == 0, (name, said(done))
        assert file.name not in said(done)
        assert runs(tree) == count, name


LIMITED = """
import resource, runpy, sys

limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
"""
"""No file gets longer than that."""

# -- what the machine refuses ------------------------------------------------------------------------------------------

MOUNTS = {
    "full": 'mount -t tmpfs -o size={size} none "$0"',
    "locked": 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"',
}


@functools.cache
def namespace() -> list[str]:
    """What lets a command mount for itself alone, as root or, where the system allows it, as anybody."""
    for how in ["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]:
        with contextlib.suppress(OSError):
            if subprocess.run(
                [*how, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
            ).returncode:
                continue
            return how
    pytest.skip("nothing may be mounted here")


def inside(
    tree: Path, kind: str, place: str, size: str = "64k", command: list[str] = BUILD
) -> subprocess.CompletedProcess[str]:
    """Build where `place` is a small disk, or one that cannot be written."""
    (tree / place).mkdir(parents=True, exist_ok=True)
    script = f'{MOUNTS[kind].format(size=size)} && shift 0 && exec "$@"'
    return subprocess.run(
        [*namespace(), "sh", "-c", script, tree / place, *command],
        cwd=tree,
        env=environment(tree, COLUMNS="200"),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", MOUNTS)
def test_runs_that_cannot_be_kept(tree: Path, kind: str) -> None:
    done = inside(tree, kind, ".witness", "4k,nr_inodes=1")
    assert done.returncode != 0
    assert said(done).count("cannot be cached here") == 1
    assert str(tree / ".witness") in said(done)


def test_kept_runs_that_cannot_be_written_are_read(tree: Path) -> None:
    environ = environment(tree)
    assert subprocess.run(BUILD, cwd=tree, env=environ, capture_output=True, check=False).returncode == 0
    done = inside(tree, "locked", ".witness")
    assert done.returncode == 0, said(done)
    assert runs(tree) == 1


@pytest.mark.parametrize(("kind", "word"), [("full", "No space left on device"), ("locked", "Read-only file system")])
def test_a_site_that_cannot_be_written(tree: Path, kind: str, word: str) -> None:
    done = inside(tree, kind, "site")
    assert done.returncode != 0
    assert word in said(done)
    done = inside(tree, kind, "site", command=NOX)
    assert done.returncode != 0
    assert str(tree / "site") in said(done)


def test_no_room_for_temporary_files(tree: Path) -> None:
    done = inside(tree, "full", "../tmp")
    assert done.returncode != 0
    assert f"{tree.parent / 'tmp'}: less than 32 MB are free here" in said(done)


@pytest.mark.parametrize("limit", [2_000, 200_000])
def test_a_disk_that_is_full_at_some_time(tree: Path, limit: int) -> None:
    first = subprocess.run(BUILD, cwd=tree, env=environment(tree), capture_output=True, check=False)
    assert first.returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "build", "--strict"],
        cwd=tree,
        env=environment(tree, PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, said(done)
    assert "File too large" in said(done)


def test_a_locked_folder_for_temporary_files_is_passed_over(tree: Path) -> None:
    done = inside(tree, "locked", "../tmp")  # Python then takes the system's own
    assert done.returncode == 0, said(done)


def test_snippets_that_cannot_be_written(tree: Path) -> None:
    edit(tree, "snippets/fork/hello.py", "import os\n", "import os\nimport sys\n")
    done = inside(tree, "locked", "snippets")
    assert done.returncode == 0, said(done)


# -- interpreters ------------------------------------------------------------------------------------------------------


def test_a_comparison_with_a_python_that_is_not_here(tree: Path) -> None:
    """Somebody else's machine has it; here its place is taken by ours, with its start method."""
    hidden = {"PATH": os.defpath, "PYENV_ROOT": str(tree), "UV_PYTHON_INSTALL_DIR": str(tree)}
    both(tree, "fork.md", 'exhibit("hello")', 'exhibit("hello", compare=("3.14", "3.15"))')
    done = mkdocs(tree, "zh", tree / "site", env=hidden)
    assert done.returncode == 0, said(done)


# -- locales and folders -----------------------------------------------------------------------------------------------


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


PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES: dict[str, dict[str, str]] = {
    "C": {"LC_ALL": "C"},
    "ASCII": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", **PLAIN},
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
    [line] = Exhibits(tree / "site/snippets/chinese/index.html").output
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
    expected = Exhibits(tree / "site/fork/index.html")
    shutil.rmtree(tree / "site")
    odd = tree.rename(tree.parent / folder)
    for language in sites.SITES:
        build(odd, language)
    for place in "", "en/":
        page = Exhibits(odd / f"site/{place}fork/index.html")
        assert page.code == expected.code
        assert page.copied == expected.copied
        assert [line.split()[0] for line in page.output] == [line.split()[0] for line in expected.output]
    assert [path.name for path in (odd / ".witness").iterdir() if path.suffix != ".run"] == []


# -- what is printed ---------------------------------------------------------------------------------------------------

PRINTED = {
    "\x1b[31mred\x1b[0m": "␛[31mred␛[0m",
    "nul \x00 bell \x07 feed \x0c stash \x02wzxhzdk:0\x03": "nul ␀ bell ␇ feed ␌ stash ␂wzxhzdk:0␃",
    "once\rtwice": "once␍twice",
    "\u202egnihton\u202c \u2066\u2069\u200f": "⟨U+202E⟩gnihton⟨U+202C⟩ ⟨U+2066⟩⟨U+2069⟩⟨U+200F⟩",
    "next \x85 line": "next ⟨U+0085⟩ line",
    "tab\there": "tab\there",
    "e\u0301 👩\u200d👧 \u05d0": "e\u0301 👩\u200d👧 \u05d0",
    "</script><script>document.title = 'theirs'</script>": "</script><script>document.title = 'theirs'</script>",
    "{% raw %}{{ 7 * 7 }}{% endraw %}": "{% raw %}{{ 7 * 7 }}{% endraw %}",
    "x" * 10_000: "x" * 10_000,
}


def test_what_would_be_obeyed_is_shown(tree: Path) -> None:
    lines = "".join(f"    {line!a},\n" for line in [*PRINTED][:-1])
    source = f"lines = [\n{lines}    'x' * 10_000,\n]\n\nfor line in lines:\n    print(line)\nprint('end')\n"
    show(tree, "odd", source, "main: exit 0\n\n" + "main | {*}\n" * len(PRINTED) + "main | end\n")
    build(tree)
    for file in "fork/index.html", "snippets/odd/index.html":
        page = Exhibits(tree / "site" / file)
        assert page.output[: len(PRINTED)] == list(PRINTED.values())
        assert "theirs'</script>" not in (tree / "site" / file).read_text(encoding="utf-8")
    trace = json.loads((tree / "site/snippets/odd.trace.json").read_text(encoding="utf-8"))
    assert "".join(
        event["args"].get("text", "") for event in trace["traceEvents"] if event["name"] == "write"
    ) == "".join(f"{line}\n" for line in [*PRINTED, "end"])
