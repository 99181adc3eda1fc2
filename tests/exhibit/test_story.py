"""The moments in words, in both languages: nothing is said that was not seen, and what was printed is as it was."""

from __future__ import annotations

import dataclasses

import pytest

from tests.exhibit.page import exhibit, having, rows, text, told
from tests.exhibit.runs import MAIN, life, run
from witness.recording import Recording, Wait

NAMES = {MAIN: "parent", 1001: "child"}
WAITS = {
    "child": ("waits for child to end", "等 child 结束"),
    "any child": ("waits for a child to end", "等子进程结束"),
    "time": ("sleeps", "休眠"),
    "lock": ("waits for a lock", "等锁"),
    "semaphore": ("waits for a semaphore", "等信号量"),
    "event": ("waits for an event", "等事件"),
    "condition": ("waits for a condition", "等条件"),
    "barrier": ("waits at a barrier", "在屏障前等"),
    "message": ("waits for a message", "等消息"),
    "room": ("waits for room in a queue", "等队列腾出位置"),
    "task": ("waits for a task", "等任务"),
    "result": ("waits for a result", "等结果"),
    "workers": ("waits for its workers to end", "等工作进程结束"),
    "tasks": ("waits for tasks to be done", "等任务完成"),
    "thread": ("waits for a thread to end", "等线程结束"),
    "signal": ("waits for a signal", "等信号"),
    "data": ("waits for data", "等数据"),
}


@pytest.mark.parametrize("what", WAITS)
def test_what_is_waited_for(what: str) -> None:
    wait = Wait(MAIN, what.removeprefix("any "), 1001 if what == "child" else 0, 0.2, 0.9)
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8), waits=(wait,))
    en, zh = WAITS[what]
    assert told(exhibit(recording, NAMES))[2] == f"parent {en}"
    assert told(exhibit(recording, NAMES, language="zh"))[2] == f"parent {zh}"


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        (0, "child ends: exit code 0", "child 结束，退出码 0"),
        (3, "child ends: exit code 3", "child 结束，退出码 3"),
        (-9, "child is terminated by SIGKILL", "child 被 SIGKILL 终止"),
        (None, "child ends; how is not known", "child 结束，结束方式未知"),
    ],
)
def test_how_it_ended(code: int | None, en: str, zh: str) -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.8, exit_code=code))
    assert told(exhibit(recording, NAMES))[2] == en
    assert told(exhibit(recording, NAMES, language="zh"))[2] == zh


@pytest.mark.parametrize(
    ("facts", "zombie"),
    [
        ({"reaped_at": 0.7}, True),
        ({"reaped_at": 0.5}, False),  # at once
        ({"reaped_at": 1.01, "reaped": False}, True),  # its parent lived on, and never asked
        ({"reaped_at": 1.4, "end": 1.4, "reaped": False, "adopted": 1.0}, False),  # who adopted it reaped it
    ],
)
def test_who_is_a_zombie(facts: dict[str, float], zombie: bool) -> None:
    child = dataclasses.replace(life(1001, 0.1, 0.5), **facts)  # type: ignore[arg-type]
    recording = run(life(MAIN, 0.0, 1.0), child, said=((MAIN, 0.6, "x\n"),))
    (ends,) = (row.text for row in rows(exhibit(recording, NAMES)) if (row.what, row.name) == ("ends", "child"))
    assert ends.endswith("not reaped yet: a zombie") == zombie
    (ends,) = (row.text for row in rows(exhibit(recording, NAMES, language="zh")) if row.text.startswith("child 结束"))
    assert ends.endswith("还没有人回收：僵尸进程") == zombie


def test_a_zombie_until_its_parent_ends() -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5, reaped=False, reaped_at=1.01))
    assert told(exhibit(recording, NAMES))[2] == "child ends: exit code 0, not reaped yet: a zombie"


def test_nobody_is_a_zombie_whose_brother_ends_at_the_same_moment() -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5), life(1002, 0.1, 0.5))
    assert "zombie" not in " ".join(told(exhibit(recording, NAMES | {1002: "other"})))


def test_who_makes_whom() -> None:
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5, role="process"))
    assert told(exhibit(recording, NAMES))[1] == "parent starts child"
    assert told(exhibit(recording, NAMES, language="zh"))[1] == "parent 启动 child"
    assert told(exhibit(run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5)), NAMES))[1] == "parent forks child"


def test_names_and_lines_are_text() -> None:
    odd = '<b>&"x"</b>'
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5), said=((MAIN, 0.3, "<i>1001</i> &amp; \x1b[1m\n"),))
    page = exhibit(recording, {MAIN: "parent", 1001: odd})
    assert told(page)[1:3] == [f"parent forks {odd}", "<i>1001</i> &amp; ␛[1m"]
    assert [text(pid) for pid in having(rows_of(page)[2], "pid")] == ["1001"], "a PID has its process's colour"


def rows_of(page: object) -> list:  # type: ignore[type-arg]
    (moments,) = having(page, "moments")  # type: ignore[arg-type]
    return list(moments)


@pytest.mark.parametrize(
    ("language", "unknown", "note"),
    [
        ("zh", "不明", "没有被观察、可能输出了它的：child。"),
        ("en", "unknown", "Not watched, and may have written them: child."),
    ],
)
def test_who_wrote_a_line_is_unknown(language: str, unknown: str, note: str) -> None:
    known = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.5, watched=False), said=((MAIN, 0.3, "mine\n"),))
    assert list(having(exhibit(known, NAMES, language=language), "note")) == []
    half = dataclasses.replace(known, output="mine\nwhose\n")
    page = exhibit(half, NAMES, language=language)
    assert [(row.name, row.text) for row in rows(page) if row.what == "says"] == [
        ("parent", "mine"),
        (unknown, "whose"),
    ]
    (said,) = having(page, "note")
    assert text(said).endswith(note)


def traceback(lines: int) -> list[str]:
    """A traceback of so many lines."""
    return ["Traceback (most recent call last):", *(f"  line {n}" for n in range(lines - 2)), "Error: <no>"]


def printed(lines: list[str], *more: tuple[int, float, str]) -> Recording:
    said = tuple((MAIN, 0.3 + number / 1000, f"{line}\n") for number, line in enumerate(lines))
    return run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.9), said=(*said, *more))


def test_a_long_traceback_is_folded_and_nothing_is_lost() -> None:
    lines = ["before", *traceback(12), "after", "  indented", *traceback(9)]
    page = exhibit(printed(lines), NAMES)
    said = [row for row in rows(page) if row.what == "says"]
    first, last = "\n".join(lines[2:12]), "\n".join(lines[16:23])
    assert [row.text for row in said] == [
        *lines[:2], f"10 more lines{first}", "Error: <no>", "after", "  indented", lines[15], f"7 more lines{last}",
        "Error: <no>",
    ]  # fmt: skip
    assert [text(code) for item in rows_of(page) for code in item.iter("code")] == [
        *lines[:2], first, *lines[12:16], last, lines[23],
    ]  # fmt: skip
    assert all(item.find("details") is None or item.find("details/summary") is not None for item in rows_of(page))
    folded = said[2]
    assert sorted(half for _, _, half in folded.strokes) == ["lower", "lower", "upper", "upper"], "the lanes go on"
    assert "另有 10 行" in told(exhibit(printed(lines), NAMES, language="zh"))[4]


@pytest.mark.parametrize(
    "lines",
    [traceback(8), ["Traceback of something", *traceback(12)[1:]], traceback(12)[1:]],
    ids=["short", "no", "none"],
)
def test_nothing_else_is_folded(lines: list[str]) -> None:
    assert [row.text for row in rows(exhibit(printed(lines), NAMES)) if row.what == "says"] == lines


def test_a_traceback_into_which_another_speaks_is_not_folded() -> None:
    lines = traceback(12)
    said = tuple((1001 if n == 5 else MAIN, 0.3 + n / 1000, f"{line}\n") for n, line in enumerate(lines))
    recording = run(life(MAIN, 0.0, 1.0), life(1001, 0.1, 0.9), said=said)
    assert [row.text for row in rows(exhibit(recording, NAMES)) if row.what == "says"] == lines
