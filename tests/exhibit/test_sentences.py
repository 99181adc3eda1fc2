"""The promise as a reader sees it: every construct of the language, in both languages, from what was parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exhibit.runs import recording, roster
from witness.exhibit.labels import LABELS
from witness.exhibit.sentences import Sentences
from witness.promise import reader

CAST = "main: exit 0\n  child: exit 0 or SIGTERM, reaped\n  worker * 2..3: exit 0\n\n"


def told(text: str, language: str) -> list[str]:
    """Each sentence: the speaker, the condition, the text and the notes."""
    promise = reader.parse(Path("x.promise"), text)
    who = roster(recording(2, 8), {1000: "main", 1001: "child", 1002: "worker"})
    return [
        " | ".join(filter(None, [s.who, s.condition, "".join(piece.text for piece in s.pieces).strip(), *s.notes]))
        for s in Sentences(promise, who, LABELS[language])
    ]


@pytest.mark.parametrize(
    ("cast", "zh", "en"),
    [
        ("main: exit 0", "main 以退出码 0 结束", "main ends with exit code 0"),
        (
            "main: exit 0\n  a: SIGTERM or exit 3 or exit 0, reaped",
            "a 由 main 创建，以退出码 0 结束，或以退出码 3 结束，或被 SIGTERM 终止 | 由父进程回收",
            (
                "main makes a, which ends with exit code 0 or ends with exit code 3 or is terminated by SIGTERM"
                " | its parent reaps it"
            ),
        ),
        (
            "main: exit 0\n  a: unknown",
            "a 由 main 创建，结束方式未知",
            "main makes a, which ends in a way that is not known",
        ),
        (
            "main: exit 0\n  [3.14+] w * 1..4, at most 2 at once: exit 0",
            "3.14+ | 1…4 个 w 由 main 创建，每个都以退出码 0 结束 | 同时最多 2 个",
            "3.14+ | main makes 1…4 × w, each of which ends with exit code 0 | at most 2 at once",
        ),
    ],
)
def test_the_cast(cast: str, zh: str, en: str) -> None:
    assert told(f"{cast}\n\nmain | x\n", "zh")[-2] == zh
    assert told(f"{cast}\n\nmain | x\n", "en")[-2] == en


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("main | a {{b}} <i>", "main | a {b} <i>", "main | a {b} <i>"),
        (
            "main | {child} {main|outside}",
            "main | child main 或 这次运行之外的进程",
            "main | child main or a process outside this run",
        ),
        ("main ? x", "main | x | 可能没有", "main | x | may be missing"),
        ("main | ...", "main | … 若干行", "main | … any lines"),
        ('main | {"..."}', "main | ...", "main | ..."),
        ('main | 50%{"\\r"}{" "}', "main | 50%␍␣", "main | 50%␍␣"),
        ('main | C:{"\\\\"}', "main | C:\\", "main | C:\\"),
        ("main | open\\", "main | open | 末尾没有换行", "main | open | no newline at the end"),
        ("unknown | x", "不明 | x", "unknown | x"),
        ("main * 3.. | x", "main | x | 至少 3 次", "main | x | at least 3 times"),
        ("main * 0.. | x", "main | x | 次数不限", "main | x | any number of times"),
        ("main * 0..4 | x", "main | x | 最多 4 次", "main | x | at most 4 times"),
        ("main * 1..5 | x", "main | x | 1 到 5 次", "main | x | 1 to 5 times"),
        ("main * 2 | x", "main | x | 恰好 2 次", "main | x | exactly 2 times"),
        ("main after end of child | x", "main | x | 在 child 结束之后", "main | x | after child has ended"),
        ("main before start of child | x", "main | x | 在 child 开始之前", "main | x | before child begins"),
        ("main | {path: *}", "main | path：任意文字", "main | path: any text"),
        ("main | {colour: red|green}", "main | colour：red 或 green", "main | colour: red or green"),
        ("main | {place: 0..3, different}", "main | place：0…3，互不相同", "main | place: 0…3, all different"),
        (
            "main | {a: 0..9} {b: 0..99, > a, <= a}",
            "main | a：0…9 b：0…99，> a，≤ a",
            "main | a: 0…9 b: 0…99, > a, ≤ a",
        ),
        ("main | {0.50..1.25}", "main | 0.50…1.25", "main | 0.50…1.25"),
    ],
)
def test_a_line(line: str, zh: str, en: str) -> None:
    assert told(f"{CAST}{line}\n", "zh")[-1] == zh
    assert told(f"{CAST}{line}\n", "en")[-1] == en


@pytest.mark.parametrize(
    ("each", "zh", "en"),
    [
        ("each n in 0..4", "n 取 0…4，每个值各一次：", "exactly once for each value of n (0…4):"),
        ("each n in a, 7, 8, 9, b", "n 取 a、7…9、b，每个值各一次：", "exactly once for each value of n (a, 7…9, b):"),
        (
            "each n, m in 1 x, 2 y",
            "n、m 取 1 x、2 y，每个值各一次：",
            "exactly once for each value of n, m (1 x, 2 y):",
        ),
        ("each worker", "每个 worker 各一次：", "exactly once for each worker:"),
        (
            "each n in 0..4, at most 2 at once, in order",
            "n 取 0…4，每个值各一次，同时最多 2 个，每一行都按这个顺序：",
            "exactly once for each value of n (0…4), at most 2 at once, each line in this order:",
        ),
        (
            "each n in 0..4, first in first out",
            "n 取 0…4，每个值各一次，先来的先走：",
            "exactly once for each value of n (0…4), first in, first out:",
        ),
    ],
)
def test_an_each(each: str, zh: str, en: str) -> None:
    assert told(f"{CAST}{each}\n  worker | x\n", "zh")[-2] == zh
    assert told(f"{CAST}{each}\n  worker | x\n", "en")[-2] == en


def test_a_member_of_a_group_is_named_by_its_key() -> None:
    text = f"{CAST}each n in 0..1\n  worker[n] | {{n}} in {{worker[n]}}\n---\neach n in 0..1\n  worker[n] | {{n}} out\n"
    said = told(text, "en")
    assert said[-4] == "worker[n] | n in worker[n]"
    assert said[-3] == "only after all of the above"
    assert said[-1] == "worker[n] | n out"


def test_settings_and_comments_are_not_shown() -> None:
    assert told("timeout = 3\n# note\nmain: exit 0\n\nmain | x\n", "en") == ["main ends with exit code 0", "main | x"]
