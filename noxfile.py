"""What a contributor runs: `nox -s docs`, `nox -s tests`, `nox -s serve`, … Each session makes its own environment."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nox
from nox.command import CommandFailed

sys.path.insert(0, str(Path(__file__).parent))
from book.sites import (
    GENERATOR,
    LIVE,
    MOST_RUNS,
    NOTICES,
    PREVIEWS,
    QUICK,
    RUNS,
    SITES,
    building,
    environment,
    previews,
)

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "tests", "docs"]
nox.options.reuse_existing_virtualenvs = True

BENCHMARKS = ["observer", "build", "serve", "scale", "paint", "inside"]
SITE = Path("site")
UV = "uv>=0.9,<1"


def install(session: nox.Session, *groups: str) -> None:
    """Put exactly what `uv.lock` names into the session's environment, with a uv of its own if the machine has none."""
    if not session.virtualenv.bin_paths:  # --no-venv: whoever says so has everything
        return
    uv = shutil.which("uv")
    if uv is None:
        session.install(UV)
        uv = str(Path(session.bin) / "uv")
    chosen = [f"--group={group}" for group in groups]
    session.run_install(
        uv,
        "sync",
        "--locked",
        "--active",
        "--quiet",
        *chosen,
        external=True,
        env={"VIRTUAL_ENV": session.virtualenv.location},
    )


@nox.session
def docs(session: nox.Session) -> None:
    """Run and verify every snippet, and build both sites into site/, which is a whole site at any time: old or new.

    `-- --runs 8` keeps so many runs of each snippet whose order is luck, for readers to look at one after the other.
    """
    runs = asked_runs(session)
    install(session, "docs")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    env = environment(os.environ.get("SITE_URL", "")) | {RUNS: str(runs)}
    if left_out := str(session.run("python", "-m", "live", "missing", silent=True)).strip():
        session.log(f"without Live, with which readers run programs in their page: {left_out}")
    else:
        env |= {LIVE: "yes"}
    with refused(session), tempfile.TemporaryDirectory(prefix=".site-", dir=".") as folder:
        new = Path(folder, "new")
        for language in SITES:
            # An interrupt ends all snippets before it ends the build, which takes a moment.
            session.run("python", *building(language, new), env=env, interrupt_timeout=2, terminate_timeout=5)
        put(new, SITE, Path(folder, "old"))
    session.log(
        f"built: {SITE.absolute()}; to look at it: python3 -m http.server -d {SITE}, then http://localhost:8000/"
    )


def asked_runs(session: nox.Session) -> int:
    """How many runs to keep of a snippet."""
    words = session.posargs or ["--runs", "1"]
    number = words[1] if len(words) == 2 and words[0] == "--runs" else ""
    if not (number.isdecimal() and 1 <= int(number) <= MOST_RUNS):
        session.error(f"nox -s docs takes --runs N, with N from 1 to {MOST_RUNS}, and not: {' '.join(words)}")
    return int(number)


def put(new: Path, place: Path, old: Path) -> None:
    """Put a folder in the place of another, which goes to `old`."""
    try:
        if place.exists():
            place.rename(old)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise


@contextlib.contextmanager
def refused(session: nox.Session) -> Iterator[None]:
    """Say what the machine refuses."""
    try:
        yield
    except OSError as error:
        session.error(f"{SITE.absolute()}: a new site cannot be put here ({error.strerror})")


@nox.session
def serve(session: nox.Session) -> None:
    """Show both sites while you write, without search; `-- en` only the English one, `-- -a HOST:PORT` elsewhere."""
    install(session, "docs")
    words, languages = session.posargs, list(SITES)
    if words and not words[0].startswith("-"):
        languages, words = [words[0]], words[1:]
    if not set(languages) <= set(SITES):
        session.error(f"there is no site {languages[0]!r}; there are {' and '.join(SITES)}")
    places = previews(languages, words)
    env = NOTICES | QUICK | {PREVIEWS: json.dumps(places)}
    commands = {language: ["-m", GENERATOR, "serve", "--config-file", SITES[language]] for language in languages}
    with contextlib.ExitStack() as beside:
        for language in list(places)[1:]:
            python = Path(session.bin, "python") if session.virtualenv.bin_paths else sys.executable
            address = places[language].removeprefix("http://").rstrip("/")
            other = subprocess.Popen([python, *commands[language], "-a", address], env=os.environ | env)
            beside.callback(other.wait)
            beside.callback(other.terminate)
        session.run("python", *commands[languages[0]], *words, env=env)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments go to pytest."""
    install(session, "tests")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, check the types, and who imports whom."""
    install(session, "lint")
    session.run("ruff", "format", "--check", "--diff")
    session.run("ruff", "check")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def matrix(session: nox.Session) -> None:
    """Hold every snippet to its promise on every CPython of this machine, under every start method."""
    install(session)
    session.run("python", "-m", "witness", "check", "--python", "all", "--every-method", *session.posargs)


@nox.session
def stress(session: nox.Session) -> None:
    """Run every snippet 200 times on every CPython of this machine, with more busy processes than processors."""
    install(session)
    session.run("python", "-m", "witness", "check", "--python", "all", "--busy", "--runs", "200", *session.posargs)


@nox.session
def evidence(session: nox.Session) -> None:
    """Run the snippets that changed many times and keep what was seen; `nox -s evidence -- zombie` for one anew."""
    install(session)
    session.run("python", "-m", "witness", "evidence", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change each snippet in ways that matter; fails if a promise lets one pass. `nox -s mutants -- fork` for one."""
    install(session, "tests")
    session.run("python", "-m", "mutants", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, and fail where a bound is broken; `nox -s bench -- serve` measures one thing. Wants an idle machine."""
    install(session, "tests")
    chosen, arguments = session.posargs[:1] or BENCHMARKS, session.posargs[1:]
    if not set(chosen) <= set(BENCHMARKS):
        session.error(f"there is no benchmark {chosen[0]!r}; there are {', '.join(BENCHMARKS)}")
    broken = []
    for name in chosen:
        try:
            session.run("python", f"benchmarks/{name}.py", *arguments, env={"PYTHONPATH": str(Path.cwd())})
        except CommandFailed:
            broken.append(name)
    if broken:
        session.error(f"a bound is broken: {', '.join(broken)}")


@nox.session
def machine(session: nox.Session) -> None:
    """Build the small Linux that runs in a page, for each of its Pythons; `-- test` tests it, `-- lock` renews it.

    It is kept in .machine/, and built anew only where something that it is made of has changed.
    """
    install(session, "machine")
    if session.posargs[:1] == ["test"]:
        session.run("python", "-m", "machine")
        session.run("python", "-m", "live")
        session.run("pytest", "tests/machine", *session.posargs[1:])
    else:
        session.run("python", "-m", "machine", *session.posargs)
        if session.posargs[:1] != ["lock"]:
            session.run("python", "-m", "live")


@nox.session
def properdocs(session: nox.Session) -> None:
    """Build both sites with ProperDocs, the continuation of MkDocs 1."""
    install(session, "properdocs")
    folder = Path(session.create_tmp()) / "site"
    for language in SITES:
        session.run("python", *building(language, folder, "properdocs"), env=environment())
