"""The wheel, installed where nothing else of ours is, and each example with it, as somebody else would."""

from __future__ import annotations

import re
import zipfile

import pytest

from tests.reuse.elsewhere import ROOT, Elsewhere

pytestmark = pytest.mark.xdist_group("wheel")


def test_the_wheel_holds_the_witness_alone(elsewhere: Elsewhere) -> None:
    with zipfile.ZipFile(elsewhere.wheel) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in inside} == {"witness"}
    files = (path for path in (ROOT / "witness").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert inside == {path.relative_to(ROOT).as_posix() for path in files}
    where = "import witness, importlib.util as u; print(u.find_spec('book'), witness.__file__)"
    code, said = elsewhere.run("pytest", f'python -c "{where}"')
    assert (code, said.startswith(f"None {elsewhere.folder}/")) == (0, True), said


def test_the_core_needs_two_packages(elsewhere: Elsewhere) -> None:
    with zipfile.ZipFile(elsewhere.wheel) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        needs = re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", wheel.read(metadata).decode(), re.MULTILINE)
    assert needs == ["psutil", "python-discovery"]


def test_pytest(elsewhere: Elsewhere) -> None:
    code, said = elsewhere.run("pytest", "pytest")
    assert (code, " 1 passed in " in said) == (0, True), said
    with elsewhere.changed("pytest/programs/hello.py", "child.start()\n    child.join()", "child.run()"):
        code, said = elsewhere.run("pytest", "pytest")
    assert (code, "hello: broken promise" in said, "Traceback" in said) == (1, True, False), said
