"""Machines that tests share: one for each Python, as long as it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from machine import debian, tools
from machine.restored import Machine, built
from witness.errors import Mistake


def absent() -> str | None:
    """Why there is no machine here; None if there is one."""
    try:
        tools.node()
        missing = set(debian.PYTHONS) - set(built()[1])
    except Mistake as mistake:
        return str(mistake)
    return f"the machine of Python {', '.join(sorted(missing))} has not been built" if missing else None


class Machines:
    """A machine for each Python, restored when it is first wanted; a new one where the last did not come to an end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._running: dict[str, Machine] = {}

    def __call__(self, python: str) -> Machine:
        """The one of this Python."""
        if python not in self._running:
            self._running[python] = Machine(python)
        return self._running[python]

    def drop(self, python: str) -> None:
        """End it: whoever is next has another."""
        if python in self._running:
            self._running.pop(python).__exit__()

    def close(self) -> None:
        """End all."""
        for python in [*self._running]:
            self.drop(python)


@pytest.fixture(scope="session")
def machines() -> Iterator[Machines]:
    """All machines."""
    if why := absent():
        pytest.skip(why)
    running = Machines()
    yield running
    running.close()


@pytest.fixture
def machine(machines: Machines, python: str) -> Iterator[Machine]:
    """The machine of the test's `python`; if the test fails to hear its end, the next test has another."""
    one = machines(python)
    yield one
    if not one.idle:
        machines.drop(python)


@pytest.fixture
def fresh() -> Iterator[Callable[[str], Machine]]:
    """Restores a machine that nobody else has."""
    if why := absent():
        pytest.skip(why)
    made: list[Machine] = []

    def restore(python: str) -> Machine:
        made.append(Machine(python))
        return made[-1]

    yield restore
    for one in made:
        one.__exit__()
