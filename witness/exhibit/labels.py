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
    "guess": ("猜好了，看结果", "I've guessed: show me"),
    "deal": ("另一次运行", "Another run"),
    "dealt": ("第 {number} 次运行，共留下 {count} 次", "run {number} of the {count} that were kept"),
    "one run": (
        "这次构建只留下一次运行；用 nox -s docs -- --runs 8 构建，就留下八次，可以一次一次地看。",
        "This build kept one run; nox -s docs -- --runs 8 keeps eight, to be looked at one by one.",
    ),
    "always": ("每次必定如此", "What always holds"),
    "output": ("{file} 的输出", "Output of {file}"),
    "code": ("{file} 的代码", "Code of {file}"),
    "timeline": ("时间线", "Timeline"),
    "folded": ("另有 {count} 个进程", "{count} more processes"),
    "trace": (
        "下载这次运行的记录（Chrome trace，可用 Perfetto 打开）",
        "Download this run as a Chrome trace (opens in Perfetto)",
    ),
    "default": ("默认启动方式 {method}", "default start method {method}"),
    "unset": (
        "没有运行：构建这一页的机器上，内核参数不是 {unset}。",
        "Not run: the kernel of the machine that built this page is not set to {unset}.",
    ),
    "absent": (
        "没有 Python {versions} 的运行：构建这一页的机器上没有这个版本。",
        "No run with Python {versions}: it is not on the machine that built this page.",
    ),
    "title fork": ("fork（Python 3.13 及以前 Linux 的默认）", "fork (the default on Linux up to Python 3.13)"),
    "title forkserver": (
        "forkserver（Python 3.14 起 Linux 的默认）",
        "forkserver (the default on Linux since Python 3.14)",
    ),
    "title spawn": ("spawn（macOS 和 Windows 的默认）", "spawn (the default on macOS and Windows)"),
    "count": ("共 {count} 个进程", "{count} processes"),
    "alone": ("只有 1 个进程", "1 process"),
    "more": ("其中有 {names}", "among them {names}"),
    "made by": ("{child} 由 {parent} 创建", "{parent} makes {child}"),
    "again": ("脚本由 {names} 再执行一遍", "script run again by {names}"),
    "and": (" 和 ", " and "),
    "list": ("、", ", "),
    "then": ("；", "; "),
    "stop": ("。", "."),
    "space": ("", " "),
    # The output.
    "unknown": ("不明", "unknown"),
    "unknown lines": (
        "标着“不明”的，不是被观察的 Python 进程输出的。",
        'Lines marked "unknown" were not written by any Python process that was watched.',
    ),
    "perhaps": (
        "没有被观察、可能输出了它的：{names}。",
        "Not watched, and may have written them: {names}.",
    ),
    # The moments.
    "begins": ("{name} 开始", "{name} begins"),
    "makes fork": ("{name} 创建 {others}", "{name} forks {others}"),
    "makes": ("{name} 启动 {others}", "{name} starts {others}"),
    "waits child": ("{name} 等 {others} 结束", "{name} waits for {others} to end"),
    "waits any child": ("{name} 等子进程结束", "{name} waits for a child to end"),
    "waits time": ("{name} 休眠", "{name} sleeps"),
    "waits lock": ("{name} 等锁", "{name} waits for a lock"),
    "waits lock held": ("{name} 等 {others} 持有的{thing}", "{name} waits for {thing}, which {others} holds"),
    "waits lock kept": (
        "{name} 等{thing}，{others} 结束时没有释放它",
        "{name} waits for {thing}, which {others} did not release",
    ),
    "waits semaphore": ("{name} 等信号量", "{name} waits for a semaphore"),
    "waits event": ("{name} 等事件", "{name} waits for an event"),
    "waits condition": ("{name} 等条件", "{name} waits for a condition"),
    "waits barrier": ("{name} 在屏障前等", "{name} waits at a barrier"),
    "waits message": ("{name} 等消息", "{name} waits for a message"),
    "waits room": ("{name} 等队列腾出位置", "{name} waits for room in a queue"),
    "waits task": ("{name} 等任务", "{name} waits for a task"),
    "waits result": ("{name} 等结果", "{name} waits for a result"),
    "waits workers": ("{name} 等工作进程结束", "{name} waits for its workers to end"),
    "waits tasks": ("{name} 等任务完成", "{name} waits for tasks to be done"),
    "waits thread": ("{name} 等线程结束", "{name} waits for a thread to end"),
    "waits signal": ("{name} 等信号", "{name} waits for a signal"),
    "waits data": ("{name} 等数据", "{name} waits for data"),
    "goes on": ("{name} 继续", "{name} goes on"),
    "signals": ("{name} 向 {others} 发送 {signal}", "{name} sends {signal} to {others}"),
    "signals group": ("{name} 向进程组 {group} 发送 {signal}", "{name} sends {signal} to process group {group}"),
    "signals own group": ("{name} 向自己的进程组发送 {signal}", "{name} sends {signal} to its own process group"),
    "signals itself": ("{name} 向自己发送 {signal}", "{name} sends {signal} to itself"),
    "puts queue": ("{name} 放入 {items}", "{name} puts {items}"),
    "puts pipe": ("{name} 发送 {items}", "{name} sends {items}"),
    "gets queue": ("{name} 取出 {others} 放入的 {items}", "{name} gets {items} from {others}"),
    "gets queue unknown": ("{name} 取出 {items}", "{name} gets {items}"),
    "gets pipe": ("{name} 收到 {others} 发来的 {items}", "{name} receives {items} from {others}"),
    "gets pipe unknown": ("{name} 收到 {items}", "{name} receives {items}"),
    "item queue": ("一个对象", "an item"),
    "item pipe": ("一条消息", "a message"),
    "acquires": ("{name} 取得{thing}", "{name} acquires {thing}"),
    "releases": ("{name} 释放{thing}", "{name} releases {thing}"),
    "releases of other": ("{name} 释放 {others} 的{thing}", "{name} releases {thing} of {others}"),
    "reads": ("{name} 读{thing}：{value}", "{name} reads {thing}: {value}"),
    "writes": ("{name} 写{thing}：{before} → {value}", "{name} writes {thing}: {before} → {value}"),
    "the value": ("共享值", "the shared value"),
    "value of several": ("共享值 {number}", "shared value {number}"),
    "the lock": ("锁", "the lock"),
    "the semaphore": ("信号量", "the semaphore"),
    "lock of several": ("锁 {number}", "lock {number}"),
    "semaphore of several": ("信号量 {number}", "semaphore {number}"),
    "kept": ("，仍然持有锁", ", still holding a lock"),
    "sets event": ("{name} 设置事件，让 {others} 继续", "{name} sets an event, which lets {others} go on"),
    "sets event alone": ("{name} 设置事件", "{name} sets an event"),
    "sets condition": ("{name} 发出通知，让 {others} 继续", "{name} notifies {others}"),
    "sets condition alone": ("{name} 发出通知", "{name} notifies whoever waits for a condition"),
    "sets barrier": (
        "{name} 最后到达屏障，让 {others} 继续",
        "{name} comes last to a barrier, which lets {others} go on",
    ),
    "ends exit": ("{name} 结束，退出码 {code}", "{name} ends: exit code {code}"),
    "ends killed": ("{name} 被 {signal} 终止", "{name} is terminated by {signal}"),
    "hangs": ("{name} 一直没有结束", "{name} never ends"),
    "ends unseen": ("{name} 结束，结束方式未知", "{name} ends; how is not known"),
    "zombie": ("，还没有人回收：僵尸进程", ", not reaped yet: a zombie"),
    "unfold": ("另有 {count} 行", "{count} more lines"),
    "reaps": ("{name} 回收 {others}", "{name} reaps {others}"),
    "adopted": ("{name} 的父进程已结束，另一个进程收养它", "{name} has lost its parent: another process adopts it"),
    # The replay.
    "play": ("回放", "Replay"),
    "pause": ("暂停", "Pause"),
    "back": ("后退一步", "One step back"),
    "forward": ("前进一步", "One step forward"),
    "position": ("回放的位置", "Position of the replay"),
    "speed": ("速度", "Speed"),
    "only": ("只看输出", "Output only"),
    # The promise.
    "role": ("{name} {ends}", "{name} {ends}"),
    "role made": ("{name} 由 {parent} 创建，{ends}", "{parent} makes {name}, which {ends}"),
    "role group": (
        "{count} 个 {name} 由 {parent} 创建，每个都{ends}",
        "{parent} makes {count} × {name}, each of which {ends}",
    ),
    "end exit": ("以退出码 {code} 结束", "ends with exit code {code}"),
    "end signal": ("被 {name} 终止", "is terminated by {name}"),
    "rule": ("以上全部输出之后，才有以下各行", "only after all of the above"),
    "own form": ("承诺文件", "the promise as a file"),
    "maybe": ("可能没有", "may be missing"),
    "any": ("若干行", "any lines"),
    "each": ("{names} 取 {values}，每个值各一次", "exactly once for each value of {names} ({values})"),
    "each group": ("每个 {names} 各一次", "exactly once for each {names}"),
    "colon": ("：", ":"),
    "comma": ("，", ", "),
    "is": ("：", ": "),
    "or": (" 或 ", " or "),
    "or ends": ("，或", " or "),
    "at once": ("同时最多 {count} 个", "at most {count} at once"),
    "in order": ("每一行都按这个顺序", "each line in this order"),
    "first in first out": ("先来的先走", "first in, first out"),
    "end hangs": ("一直没有结束", "never ends"),
    "none knows": ("结束方式未知", "ends in a way that is not known"),
    "ended before": ("在 {name} 结束之后才创建", "made only after {name} has ended"),
    "reaped": ("由父进程回收", "its parent reaps it"),
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
        "在 {platform} 上用 Python {pythons} 运行了 {runs} 次，“每次必定如此”的各条次次相符（{date}）。",
        "Run {runs} times on {platform} with Python {pythons}; what always holds held every time ({date}).",
    ),
    "unverified": ("改动之后还没有多次运行过", "not yet run many times since it changed"),
    "one order": ("{runs} 次运行，输出的顺序都相同", "{runs} runs, one order seen"),
    "orders": ("{runs} 次运行，见过 {orders} 种顺序", "{runs} runs, {orders} orders seen"),
    "order": ("输出的顺序", "Who printed when"),
    "quiet": ("空闲时", "idle"),
    "busy": ("繁忙时", "busy"),
    "other orders": ("另外 {count} 种", "{count} others"),
    "of runs": ("{whole} 次里 {part} 次", "{part} of {whole} runs"),
    "unwatched share": ("不观察：{share}", "unwatched: {share}"),
    "watched": (
        "占比取自被观察的运行；另有 {count} 次没有被观察。",
        "The shares come from watched runs; {count} more were not watched.",
    ),
    "watching matters": (
        "观察会占一点时间。没有被观察的运行明显不同的地方，两种占比都列出。",
        "Watching takes a little time. Where runs that were not watched clearly differ, both shares are given.",
    ),
    "watching is nothing": (
        "凡是能比较的，两者没有明显的不同。",
        "Where the two can be compared, they do not clearly differ.",
    ),
    "strange": (
        "其中 {count} 次的输出，被观察的运行里没有出现过。",
        "In {count} of those, the output was one that no watched run had.",
    ),
    "never watched": (
        "占比取自被观察的运行；观察会占一点时间，可能改变占比。",
        "The shares come from watched runs. Watching takes a little time, which may shift them.",
    ),
}
LABELS = by_language(WORDS)
"""By language, then by key."""
