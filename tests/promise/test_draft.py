"""What a draft says of runs: names, texts, orders, and what it leaves open."""

from __future__ import annotations

import itertools
import textwrap

import pytest

from witness.errors import Mistake
from witness.promise import draft
from witness.recording import Process, Recording, Write

pids = itertools.count(5_000, 7)


def run(cast: str, script: str, **other: object) -> Recording:
    """A run, told shortly.

    Args:
        cast: a process for each line, indented under its parent: `name role exit_code`; the first is the program's own.
        script: a line for each line of the output, `name: text`, with `{name}` for a PID; a final `~` for no newline.
        other: fields of the recording.
    """
    shell = next(pids)
    processes: dict[str, Process] = {}
    above: list[tuple[int, int]] = [(-1, shell)]
    for number, line in enumerate(textwrap.dedent(cast).strip().split("\n")):
        indent = len(line) - len(line.lstrip())
        name, role, code = line.split()
        while above[-1][0] >= indent:
            above.pop()
        parent, pid = above[-1][1], next(pids)
        above.append((indent, pid))
        exit_code = None if code == "None" else int(code)
        processes[name] = Process(pid, parent, parent, role, "", number / 100, 1.0, exit_code, number / 100, True)
    output, writes = "", []
    known = {name: process.pid for name, process in processes.items()} | {"shell": shell}
    for number, line in enumerate(textwrap.dedent(script).strip("\n").split("\n") if script else []):
        speaker, _, text = line.partition(": ")
        for name, pid in known.items():
            text = text.replace(f"{{{name}}}", str(pid))
        text = text.encode().decode("unicode_escape")
        text = text[:-1] if text.endswith("~") else text + "\n"
        if speaker in processes:
            start = len(output)
            writes.append(Write(processes[speaker].pid, 0.5 + number / 1000, start, start + len(text)))
        output += text
    facts = {"problems": (), "output": output, "exit_code": 0, "duration": 1.0} | other
    return Recording(
        program="x.py",
        python="3.11.7",
        platform="linux",
        start_method="fork",
        stdout="terminal",
        processes=tuple(processes.values()),
        writes=tuple(writes),
        **facts,  # type: ignore[arg-type]
    )


TWO = """\
a main 0
  b process 0
"""
THREE = """\
a main 0
  b process 0
  c process 0
  d process 0
"""
POOL = """\
a main 0
  b worker 0
  c worker 0
"""


def drafted(cast: str, *scripts: str, looseness: int = 0) -> str:
    """The draft from a run for each script, without the cast."""
    runs = [run(cast, script) for script in scripts]
    return draft.write(runs, looseness=looseness).partition("\n\n")[2]


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("...", '{"..."}'),
        ("C:\\\\", r'C:{"\\"}'),
        ("\\r50%", r'{"\r"}50%'),
        ("\\x0cpage", r'{"\x0c"}page'),
        ("{{x}}", "{{{{x}}}}"),
        ("tab\\there", r'tab{"\t"}here'),
        ("spaces   ", "spaces"),
        ("a\\x85b", r'a{"\x85"}b'),
    ],
)
def test_whatever_is_printed_can_be_written(text: str, promised: str) -> None:
    assert drafted("a main 0", f"a: {text}", f"a: {text}") == f"main | {promised}\n"


@pytest.mark.parametrize(
    ("texts", "promised"),
    [
        (["I am {a}", "I am {a}"], "I am {main}"),
        (["child of {shell}", "child of {shell}"], "child of {outside}"),
        (["took 0.12 s", "took 0.30 s"], "took {0.00..1.00} s"),
        (["got 3", "got 40"], "got {0..80}"),
        (["got 0.5", "got 0.25"], "got {*}"),
        (["at 0x7f3a", "at 0x7f4b"], "at {*}"),
        (["made psm_1a2b", "made psm_77cc"], "made {*}"),
        (["1 a", "1 b", "1 c", "1 d"], "1 {*}"),
        (["it is even", "it is odd"], "it is {even|odd}"),
    ],
)
def test_what_varies_is_left_open(texts: list[str], promised: str) -> None:
    assert drafted("a main 0", *(f"a: {text}" for text in texts)) == f"main | {promised}\n"


@pytest.mark.parametrize(
    ("cast", "promised"),
    [
        ("a main 0", "main: exit 0"),
        ("a main 0\n  b fork 3", "parent: exit 0\n  child: exit 3, reaped"),
        ("a main 0\n  b fork -9\n  c fork 0", "parent: exit 0\n  child_1: SIGKILL, reaped\n  child_2: exit 0, reaped"),
        (
            "a main 0\n  b fork 0\n    c fork 0",
            "parent: exit 0\n  child: exit 0, reaped\n    grandchild: exit 0, reaped",
        ),
        (THREE, "parent: exit 0\n  child * 3: exit 0"),
        ("a main 0\n  b process None", "parent: exit 0\n  child: unknown"),
        ("a main 0\n  b process -40", "parent: exit 0\n  child: signal 40"),
        (
            "a main 0\n  b worker 0\n    c worker 0\n    d worker 0\n  e worker 0\n    f worker 0",
            "parent: exit 0\n  worker * 2: exit 0\n    worker_worker * 3: exit 0",
        ),
    ],
)
def test_the_cast(cast: str, promised: str) -> None:
    text = draft.write([run(cast, ""), run(cast, "")])
    assert text.removeprefix("platforms = linux macos\n\n").strip() == promised


@pytest.mark.parametrize(
    ("cast", "scripts", "promised"),
    [
        (
            TWO,
            [
                "a: put 0\na: put 1\nb: got 0\na: put 2\nb: got 1\nb: got 2\na: done",
                "a: put 0\nb: got 0\na: put 1\na: put 2\nb: got 1\nb: got 2\na: done",
            ],
            "each n in 0..2, in order\n  parent | put {n}\n  child | got {n}\n---\nparent | done\n",
        ),
        (
            TWO,
            ["a: ping 0\nb: pong 0\na: ping 1\nb: pong 1\na: ping 2\nb: pong 2"] * 2,
            "\n---\n".join(f"parent | ping {n}\n---\nchild | pong {n}" for n in range(3)) + "\n",
        ),
        (
            THREE,
            [
                "b: 0 here\nc: 1 here\nd: 2 here\nd: 2 gone\nb: 0 gone\nc: 1 gone",
                "c: 1 here\nd: 2 here\nb: 0 here\nb: 0 gone\nd: 2 gone\nc: 1 gone",
            ],
            "each n in 0..2\n  child[n] | {n} here\n---\neach n in 0..2\n  child[n] | {n} gone\n",
        ),
        (
            THREE,
            [
                "b: in 0\nc: in 1\nc: out 1\nd: in 2\nb: out 0\nd: out 2",
                "b: in 0\nd: in 2\nd: out 2\nc: in 1\nc: out 1\nb: out 0",
            ],
            "each n in 0..2, at most 2 at once\n  child | in {n}\n  child | out {n}\n",
        ),
        (
            POOL,
            [
                "b: {b} up\nb: task red\nb: task blue\nc: {c} up\na: all",
                "c: {c} up\nb: {b} up\nb: task blue\nc: task red\na: all",
            ],
            "each worker\n  worker | {worker} up\neach word in blue, red\n  worker | task {word}\n---\nparent | all\n",
        ),
        (
            POOL,
            ["a: 0 squared 0\na: 3 squared 9\na: all", "a: 3 squared 9\na: 0 squared 0\na: all"],
            "each n, m in 0 0, 3 9\n  parent | {n} squared {m}\n---\nparent | all\n",
        ),
        (
            POOL,
            [
                "b: task 1\nc: task 10\nb: 1 gives 7\nc: 10 gives 8",
                "b: task 10\nb: 10 gives 8\nb: task 1\nb: 1 gives 7",
            ],
            "each n, m in 1 7, 10 8\n  worker | task {n}\n  worker | {n} gives {m}\n",
        ),
        (TWO, ["a: waiting\na: waiting\na: over", "a: waiting\na: over"], "parent * 1.. | waiting\nparent | over\n"),
        (TWO, ["a: one\na: maybe\na: two", "a: one\na: two"], "parent | one\nparent * 0..1 | maybe\nparent | two\n"),
        (TWO, ["b: one\na: two\n", "a: two\nb: one\n"], "child | one\nparent | two\n"),
        (TWO, ["b: one\na: two\n"] * 2, "child | one\n---\nparent | two\n"),
        (
            TWO,
            ["a: made psm_1a2b\nb: {b} opens psm_1a2b", "a: made psm_99ff\nb: {b} opens psm_99ff"] * 2,
            "parent | made {value: *}\n---\nchild | {child} opens {value}\n",
        ),
        (
            TWO,
            ["a: sent 17, 4\nb: got 17 of 17", "a: sent 40, 4\nb: got 40 of 40"],
            "parent | sent {value: 0..80}, 4\n---\nchild | got {value} of {value}\n",
        ),
        (TWO, ["nobody: what\na: two\n"] * 2, "unknown | what\n---\nparent | two\n"),
    ],
    ids=[
        "turns",
        "ping-pong",
        "barrier",
        "semaphore",
        "words",
        "completed",
        "rows",
        "polling",
        "optional",
        "free",
        "rule",
        "named text",
        "named number",
        "unknown",
    ],
)
def test_the_script(cast: str, scripts: list[str], promised: str) -> None:
    assert drafted(cast, *scripts) == promised


def test_no_newline_at_the_end() -> None:
    assert drafted("a main 0", "a: half a line~", "a: half a line~") == "main | half a line\\\n"


@pytest.mark.parametrize("looseness", [1, 2])
def test_a_looser_draft_says_less(looseness: int) -> None:
    scripts = ["a: put 0\nb: got 0\na: put 1\nb: got 1\na: put 2\nb: got 2\na: done"] * 2
    text = drafted(TWO, *scripts, looseness=looseness)
    assert "in order" not in text
    assert ("after" in text or "---" in text) == (looseness < 2)


def test_what_has_nothing_in_common_is_said_with_its_variants() -> None:
    runs = [run("a main 0", script) for script in ("a: x\na: 1 y", "a: z w\na: x\na: u\na: v", "a: x\na: 2 y")]
    with pytest.raises(Mistake) as caught:
        draft.write(runs)
    assert str(caught.value).split("\n")[:5] == [
        "x.py: main does not say the same in every run; in 3 runs it said",
        "  2 times:",
        "    x",
        "    # y",
        "  1 times:",
    ]
