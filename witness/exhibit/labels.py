"""The few words of an exhibit: one row for each, in every language side by side."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")
Words = Mapping[str, tuple[str, str]]
"""By a key, the same in each of `LANGUAGES`, with places in braces for `str.format`."""

PLATFORM_NAMES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
"""By `sys.platform`."""


def by_language(words: Words) -> dict[str, dict[str, str]]:
    """The same by language, then by key."""
    return {name: {key: row[column] for key, row in words.items()} for column, name in enumerate(LANGUAGES)}


WORDS: Words = {
    # The frame.
    "copy": ("复制", "Copy"),
    "download": ("下载", "Download"),
    "always": ("总是成立的事", "What always holds"),
    "output": ("{file} 的输出", "Output of {file}"),
    "code": ("{file} 的代码", "Code of {file}"),
    "timeline": ("时间线", "Timeline"),
    "folded": ("另有 {count} 个进程", "{count} more processes"),
    "who": ("进程树", "Process tree"),
    "trace": (
        "下载这次运行的记录（Chrome trace，可用 Perfetto 打开）",
        "Download this run as a Chrome trace (opens in Perfetto)",
    ),
    "default": ("默认启动方式 {method}", "default start method {method}"),
    "title fork": ("fork（Linux 上到 Python 3.13 为止的默认）", "fork (the default on Linux up to Python 3.13)"),
    "title forkserver": (
        "forkserver（Linux 上从 Python 3.14 起的默认）",
        "forkserver (the default on Linux since Python 3.14)",
    ),
    "title spawn": ("spawn（macOS 和 Windows 的默认）", "spawn (the default on macOS and Windows)"),
    "count": ("共 {count} 个进程", "{count} processes"),
    "more": ("其中有 {names}", "among them {names}"),
    "made by": ("{child} 由 {parent} 创建", "{child} is made by {parent}"),
    "and": (" 和 ", " and "),
    "list": ("、", ", "),
    "then": ("；", "; "),
    "stop": ("。", "."),
    "space": ("", " "),
    # The output.
    "spoken": ("{name} 写的", "written by {name}"),
    "nothing": ("（没有输出）", "(no output)"),
    "unknown": ("不明", "unknown"),
    "unknown line": (
        "不知道是谁写的：没有一个被观察的 Python 进程写过它",
        "nobody knows who wrote this: no Python process that was watched did",
    ),
    "unknown lines": (
        "标着“不明”的，不是被观察的 Python 进程写的。",
        "What is marked “unknown” was written by no Python process that was watched.",
    ),
    "perhaps": (
        "没有被观察、可能写了它的：{names}。",
        "Not watched, so it may have been: {names}.",
    ),
    # The tree.
    "role main": ("由你启动", "started by you"),
    "role fork": ("由 os.fork() 创建", "made by os.fork()"),
    "role process": ("multiprocessing.Process", "multiprocessing.Process"),
    "role worker": ("进程池的工作进程", "worker of a pool"),
    "role manager": ("管理器", "manager"),
    "role program": ("另一个程序", "another program"),
    "role forkserver": ("forkserver 的服务器", "server of forkserver"),
    "role resource_tracker": ("资源跟踪器", "resource tracker"),
    "asked": ("应 {name} 的要求创建", "asked for by {name}"),
    "lines": ("执行第 {lines} 行", "ran lines {lines}"),
    "wrote": ("写了 {count} 行", "lines written: {count}"),
    "lived": ("{start:.0f}–{end:.0f} 毫秒", "{start:.0f}–{end:.0f} ms"),
    "exit": ("退出码 {code}", "exit code {code}"),
    "killed": ("被 {signal} 结束（{code}）", "ended by {signal} ({code})"),
    "unseen": ("怎样结束没有人知道", "nobody knows how it ended"),
    "unwatched": (
        "没有被观察：除了起止，不知道它做了什么",
        "not watched: nothing is known of it but when it began and ended",
    ),
    # The replay.
    "play": ("回放", "Replay"),
    "pause": ("暂停", "Pause"),
    "back": ("后退一步", "One step back"),
    "forward": ("前进一步", "One step forward"),
    "position": ("回放的位置", "Position of the replay"),
    "ran": ("{name} 执行第 {which} 行", "{name} runs line {which}"),
    "said": ("{name} 写出一行", "{name} writes a line"),
    "began": ("{name} 开始", "{name} begins"),
    "ended": ("{name} 结束", "{name} ends"),
    # The promise.
    "rule": ("以上全部在以下之前", "all of the above before any of the below"),
    "maybe": ("可能没有", "may be missing"),
    "any": ("若干行", "any lines"),
    "each": ("{names} 取 {values}，各恰好一次", "for {names} in {values}, exactly once each"),
    "each group": ("每个 {names} 恰好一次", "exactly once for each {names}"),
    "colon": ("：", ":"),
    "comma": ("，", ", "),
    "is": ("：", ": "),
    "or": (" 或 ", " or "),
    "at once": ("同时最多 {count} 个", "at most {count} at once"),
    "in order": ("每一行都按这个次序", "each line in this order"),
    "first in first out": ("先来的先走", "first in, first out"),
    "none knows": ("怎样结束没有人知道", "nobody knows how"),
    "ended before": ("在 {name} 结束之后才创建", "made only after {name} has ended"),
    "reaped": ("由父进程等待", "its parent waits for it"),
    "after": ("在 {names} 之后", "after {names}"),
    "after start": ("在 {name} 开始之后", "after {name} has begun"),
    "after end": ("在 {name} 结束之后", "after {name} has ended"),
    "before start": ("在 {name} 开始之前", "before {name} begins"),
    "before end": ("在 {name} 结束之前", "before {name} ends"),
    "times": ("恰好 {low} 次", "exactly {low} times"),
    "times from": ("至少 {low} 次", "at least {low} times"),
    "times to": ("最多 {high} 次", "at most {high} times"),
    "times between": ("{low} 到 {high} 次", "{low} to {high} times"),
    "times any": ("次数不限", "any number of times"),
    "no newline": ("末尾没有换行", "no newline at the end"),
    "any text": ("任意文字", "any text"),
    "outside": ("这次运行之外的进程", "a process outside this run"),
    "different": ("互不相同", "all different"),
    # The evidence.
    "verified": (
        "在 {platform} 上用 Python {pythons} 运行了 {runs} 次，“总是成立的事”每次都成立（{date}）。",
        "Run {runs} times on {platform} with Python {pythons}; “What always holds” was true every time ({date}).",
    ),
    "unverified": ("改动之后还没有多次运行过", "not yet run many times since it changed"),
    "one order": ("{runs} 次运行，说话的顺序都相同", "{runs} runs, always the same speakers in turn"),
    "orders": ("{runs} 次运行，见过 {orders} 种顺序", "{runs} runs, {orders} orders seen"),
    "order": ("谁先谁后", "Who spoke when"),
    "quiet": ("空闲时", "quiet"),
    "busy": ("繁忙时", "busy"),
    "other orders": ("另外 {count} 种", "{count} others"),
    "of runs": ("{whole} 次里 {part} 次", "{part} of {whole} runs"),
    "unwatched share": ("不观察：{share}", "unwatched: {share}"),
    "watched": (
        "份额来自被观察的运行；另有 {count} 次没有被观察。",
        "The shares are of runs that were watched; {count} more were not.",
    ),
    "watching matters": (
        "观察会占一点时间。没有被观察的运行明显不同的地方，两种份额都写着。",
        "Watching takes a little time. Where the runs that were not watched clearly differ, both shares are given.",
    ),
    "watching is nothing": (
        "凡是能比的，它们没有明显的不同。",
        "Where they can be compared, they do not clearly differ.",
    ),
    "strange": (
        "其中 {count} 次的输出，被观察的运行里没有出现过。",
        "In {count} of those the output was one that no watched run had.",
    ),
    "never watched": (
        "份额来自被观察的运行；观察占一点时间，可能改变份额。",
        "The shares are of runs that were watched. Watching takes a little time, which may move them.",
    ),
}
LABELS = by_language(WORDS)
"""By language, then by key."""
