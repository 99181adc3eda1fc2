"""A program runs under another default start method, and has the last word on it."""

from __future__ import annotations

import pytest

from tests.run.stage import METHODS, Stage, only, watch
from witness.interpreter import Interpreter


@pytest.mark.parametrize("method", METHODS)
def test_another_default_start_method(stage: Stage, python: Interpreter, method: str) -> None:
    program = """
import multiprocessing
def work():
    print(multiprocessing.get_start_method(), flush=True)
if __name__ == "__main__":
    print(multiprocessing.get_start_method(allow_none=True), multiprocessing.get_all_start_methods())
    process = multiprocessing.Process(target=work)
    process.start()
    process.join()
    print(multiprocessing.get_context().get_start_method())
"""
    recording = watch(stage, program, python.starting(method))
    first, *rest = recording.output.splitlines()
    assert first.startswith("None [")
    assert rest == [method, method]
    assert recording.start_method == method
    child = only(recording, "process")
    made_by = "forkserver" if method == "forkserver" else "main"
    assert child.ppid == only(recording, made_by).pid


@pytest.mark.parametrize("method", METHODS)
def test_the_program_has_the_last_word(stage: Stage, python: Interpreter, method: str) -> None:
    program = """
        import multiprocessing
        multiprocessing.set_start_method("fork")
        print(multiprocessing.get_start_method(), multiprocessing.get_context("spawn").get_start_method())
    """
    assert watch(stage, program, python.starting(method)).output == "fork spawn\n"
