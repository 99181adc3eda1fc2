"""What a contributor runs: `nox -s docs`, `nox -s tests`, `nox -s serve`, … Each session makes its own environment."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "tests", "docs"]
nox.options.reuse_existing_virtualenvs = True

SITES = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
"""In the order in which they are built: a build cleans its folder, and the English site lies inside the Chinese one."""
MKDOCS = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "true", "PYTHONWARNINGS": "ignore"}
"""Notices of others; what is wrong with the site itself is not silenced."""


def install(session: nox.Session, *groups: str) -> None:
    """Put exactly what `uv.lock` names into the session's environment, with a uv of its own if the machine has none."""
    uv = shutil.which("uv")
    if uv is None:
        session.install("uv")
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
    """Run and verify every snippet, and build both sites into site/."""
    install(session, "docs")
    url = os.environ.get("SITE_URL", "")
    env = MKDOCS | {"SITE_URL": url, "SITE_URL_EN": url and f"{url.rstrip('/')}/en/"}
    for config in SITES.values():
        # Never --quiet: it would hide the warnings that --strict counts.
        session.run("mkdocs", "build", "--strict", "--config-file", config, env=env)
    session.log(f"built: {Path('site/index.html').absolute()}")


@nox.session
def serve(session: nox.Session) -> None:
    """Show a site while you write; a saved snippet runs again. `nox -s serve -- en` for English."""
    install(session, "docs")
    language, *arguments = session.posargs or ["zh"]
    if language not in SITES:
        session.error(f"there is no site {language!r}; there are {' and '.join(SITES)}")
    session.run("mkdocs", "serve", "--config-file", SITES[language], *arguments, env=MKDOCS)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments go to pytest."""
    install(session, "tests")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint and check the types."""
    install(session, "lint")
    session.run("ruff", "format", "--check", "--diff")
    session.run("ruff", "check")
    session.run("mypy")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure what watching costs each snippet; fails if it is more than a tenth or 30 ms. Wants an idle machine."""
    install(session, "tests")
    session.run("python", "benchmarks/observer.py", *session.posargs)


@nox.session
def properdocs(session: nox.Session) -> None:
    """Build both sites with ProperDocs, the continuation of MkDocs 1."""
    install(session, "properdocs")
    for language, config in SITES.items():
        folder = Path(session.create_tmp()) / "site" / ("en" if language == "en" else "")
        session.run("properdocs", "build", "--strict", "--config-file", config, "--site-dir", str(folder), env=MKDOCS)
