"""What is wrong with a run, in the reader's language: `witness.promise` and `witness.run` say it in English.

Only who runs a program in a page reads it in another language; `python -m witness` is a tool for people who write.
"""

from __future__ import annotations

import re

_SPOKEN = re.compile(r" +([-+] )?[^:(]* \| ")
"""How a line begins that a process printed or should have printed."""
_LEADS = {"": "", "but ": "", "(": "（", "- ": "- ", "+ ": "+ "}
"""What stands before a sentence, and in its place."""
_PLACE = re.compile(r"(\S+: )(line \d+.*|outside .*)")
SENTENCES: tuple[tuple[str, str], ...] = (
    # Where the output left the promise.
    (r"(\S+:\d+): expected \(-\), seen \(\+\)", r"\1：承诺的（-），看到的（+）"),
    (r"\(nothing more\)", "（没有别的了）"),
    (r"… or one of (\d+) other lines", r"……或者另外 \1 行中的一行"),
    (r"… and (\d+) more lines", r"……还有 \1 行"),
    (r"(.+) is not ([<>]=?) (\w+)", r"\1 不满足 \2 \3"),
    (r"(.+) was there before", r"前面已经有过 \1"),
    ("nobody knows when it was written", "不知道这一行是什么时候写的"),
    ("it is not its turn: one that comes after it has said this already", "没有轮到它：该排在后面的已经说过了"),
    ("it is not its turn: one that comes before it has not said this yet", "没有轮到它：该排在前面的还没有说"),
    (r"(\d+) are under way at once", r"同时进行的有 \1 个"),
    (r"a line that comes after the start of (.+) came before it", r"有一行该在 \1 开始之后，却出现在之前"),
    (r"a line that comes after the end of (.+) came before it", r"有一行该在 \1 结束之后，却出现在之前"),
    (r"a line that comes before the start of (.+) came after it", r"有一行该在 \1 开始之前，却出现在之后"),
    (r"a line that comes before the end of (.+) came after it", r"有一行该在 \1 结束之前，却出现在之后"),
    ("given up: the promise leaves too much open; .*", "承诺留下的可能太多，没有比完"),
    # Who was there, and how it ended.
    (r"there were (\d+) of it", r"实际有 \1 个"),
    (r"(.+) had not ended when it was made", r"创建它的时候 \1 还没有结束"),
    (r"(\d+) of them lived at once", r"同时存在的有 \1 个"),
    ("its parent did not wait for it", "父进程没有等待它"),
    ("it hangs", "它一直没有结束"),
    ("nobody knows how it ended", "不知道它是怎样结束的"),
    (r"it ended with exit (\d+)", r"它的退出码是 \1"),
    (r"it ended with (?:signal )?(\w+)", r"它被信号 \1 终止"),
    (r"a process that is not in the cast: (.+), hangs", r"多出一个进程：\1，一直没有结束"),
    (r"a process that is not in the cast: (.+), exit code unknown", r"多出一个进程：\1，退出码未知"),
    (r"a process that is not in the cast: (.+), exit code (-?\d+)", r"多出一个进程：\1，退出码 \2"),
    (
        r"nobody knows whether it or (.+) wrote its line; its speaker is unknown",
        r"不知道那一行是它写的，还是 \1 写的",
    ),
    # Why the run was ended.
    ("it could not be started", "没有能启动"),
    (r"it started more than (\d+) processes; all of them were ended", r"启动的进程超过 \1 个，已全部终止"),
    (r"it printed more than ([\d,]+) bytes", r"输出超过 \1 字节"),
    ("it was stopped; what was ended: nothing", "已停止"),
    (r"it was stopped; what was ended: (.+)", r"已停止，被终止的有：\1"),
    (
        r"the process that watches it was stopped or killed; what was ended: (.+)",
        r"监视它的进程被停住或杀死了；被终止的有：\1",
    ),
    (r"it did not end within ([\d.]+) seconds?; what was ended: (.+)", r"\1 秒内没有结束，被终止的有：\2"),
    (
        r"it left processes running, which were ended after ([\d.]+) seconds?: (.+)",
        r"它留下的进程 \1 秒后还在运行，已终止：\2",
    ),
    ("what watches it failed, so nothing is certain about this run", "监视它的程序出了错，这次运行做不得准"),
    (r"its output, the last (\d+) of (\d+) lines:", r"它的输出，共 \2 行，这里是最后 \1 行："),
    ("its output until then:", "到那时为止的输出："),
    ("where they stood:", "它们停在哪里："),
    (r"line (\d+): (.+)", r"第 \1 行：\2"),
    (r"line (\d+)", r"第 \1 行"),
    ("outside of the program's own lines", "不在程序自己的代码里"),
)
"""Whole sentences as regular expressions, and what each is in Chinese."""


def told(difference: str, language: str) -> str:
    """A difference as its reader reads it; what the program printed, and what the promise says, stay as they are."""
    return "\n".join(map(_chinese, difference.split("\n"))) if language == "zh" else difference


def _chinese(line: str) -> str:
    said = line.lstrip(" ")
    indent = line[: len(line) - len(said)]
    if _SPOKEN.match(line):
        return line
    if place := _PLACE.fullmatch(said):
        return indent + place[1] + (_sentence(place[2]) or place[2])
    for lead, put in _LEADS.items():
        closed = lead == "("
        sentence = said[len(lead) : len(said) - closed]
        if said == lead + sentence + ")" * closed and (chinese := _sentence(sentence)):
            return indent + put + chinese + "）" * closed
    return line


def _sentence(english: str) -> str:
    """In Chinese; empty if nobody has written it there."""
    found = ((re.fullmatch(pattern, english), chinese) for pattern, chinese in SENTENCES)
    return next((match.expand(chinese) for match, chinese in found if match), "")
