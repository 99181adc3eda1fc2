"""The machine's files: CPython and busybox, as `contents.toml` thins them out; the witness; the guest."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from machine import debian, tools
from machine.debian import Package
from machine.store import HERE

CONTENTS = HERE / "contents.toml"
FOLDERS = ("etc", "root", "home/reader", "proc", "sys", "dev", "tmp", "run", "opt/machine", "usr/bin")
LIBRARIES = Path("usr/lib/i386-linux-gnu")


def plant(python: str, packages: list[Package], root: Path) -> None:
    """Lay out all files.

    Args:
        python: its first two numbers, such as `3.14`.
        packages: what it is made of.
        root: a folder that is not there yet.
    """
    contents = tomllib.loads(CONTENTS.read_text(encoding="utf-8"))
    whole = root.with_name("whole")
    debian.unpack(packages, whole)
    for name in (*FOLDERS, LIBRARIES):
        (root / name).mkdir(parents=True)
    for name, target in {"bin": "usr/bin", "sbin": "usr/bin", "lib": "usr/lib"}.items():
        (root / name).symlink_to(target)
    for name, text in contents["etc"].items():
        (root / "etc" / name).write_text(text)
    _python(python, whole, root, contents["without"])
    for name in contents["libraries"]:
        if found := next((path for path in whole.rglob(name) if path.resolve().is_file()), None):
            shutil.copy2(found.resolve(), root / LIBRARIES / name)
    (root / "usr" / "lib" / "ld-linux.so.2").symlink_to("i386-linux-gnu/ld-linux.so.2")
    busybox = next(path for path in whole.rglob("bin/busybox") if path.is_file())
    shutil.copy2(busybox, root / "usr" / "bin")
    for name in contents["commands"]:
        (root / "usr" / "bin" / name).symlink_to("busybox")
    _ours(root, contents["exhibit"])
    _compile(python, root)


def lacking(program: str) -> list[str]:
    """The modules that a program imports, and that are left out; none if it is not Python: it may say so itself."""
    try:
        modules = {*_imported(ast.parse(program))}
    except SyntaxError:
        return []
    without = tomllib.loads(CONTENTS.read_text(encoding="utf-8"))["without"]
    return sorted(
        module
        for module in modules
        if any(fnmatch(module.replace(".", "/") + end, pattern) for pattern in without for end in ("", ".py"))
    )


def _imported(program: ast.Module) -> Iterator[str]:
    """All names that may be modules, and the packages that these are in."""
    for node in ast.walk(program):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:number]) for number in range(1, len(parts) + 1))


def _python(python: str, whole: Path, root: Path, without: list[str]) -> None:
    """Copy the interpreter and its library."""
    library = root / "usr" / "lib" / f"python{python}"
    _copy(whole / "usr" / "lib" / f"python{python}", library)
    for path in (path for pattern in without for path in library.glob(pattern)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.copy2(whole / "usr" / "bin" / f"python{python}", root / "usr" / "bin")
    for name in ("python3", "python"):
        (root / "usr" / "bin" / name).symlink_to(f"python{python}")


def _ours(root: Path, exhibit: dict[str, list[str]]) -> None:
    """Copy what is ours, and what exhibits are made with: all of it is Python."""
    opt = root / "opt"
    _copy(HERE.parent / "witness", opt / "witness")
    _copy(HERE / "guest", opt / "machine" / "guest")
    shutil.copy2(HERE / "__init__.py", opt / "machine")
    shutil.move(opt / "machine" / "guest" / "init", root / "init")
    for name, patterns in exhibit.items():
        found = importlib.util.find_spec(name)
        assert found is not None
        assert found.origin is not None
        home = Path(found.origin).parent
        for file in sorted(path for pattern in patterns for path in home.glob(pattern)):
            target = opt / name / file.relative_to(home)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def _compile(python: str, root: Path) -> None:
    """Compile all modules with the machine's own interpreter, which runs here as well, once and for all."""
    command: list[str | Path] = [root / LIBRARIES / "ld-linux.so.2", "--library-path", root / LIBRARIES]
    command += [root / "usr" / "bin" / f"python{python}", "-S", "-m", "compileall", "-q"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", root, "-p", "/"]
    env = {"PYTHONHOME": f"{root}/usr", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    tools.run(*command, root / "usr" / "lib" / f"python{python}", root / "opt", env=env)
