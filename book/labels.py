"""The words of the pages that are generated, and of the navigation: one row for each, both languages side by side."""

from witness.exhibit.labels import Words, by_language

WORDS: Words = {
    "catalogue": ("程序目录", "All programs"),
    "catalogue text": (
        "共 {count} 个程序，每个都能单独运行，只用标准库。下载的文件与测试所用的逐字节相同：[全部程序（zip）]({zip})。",
        (
            "There are {count} programs on this site. Each runs alone, with the standard library only. "
            "What you download is byte for byte what was tested: [all programs (zip)]({zip})."
        ),
    ),
    "catalogue description": (
        "全站 {count} 个 Python 多进程程序：名字、讲的是什么、能在哪些平台运行，逐个下载或一次下载全部。",
        (
            "All {count} Python multiprocessing programs of this site: names, lessons, platforms, "
            "one by one or in one download."
        ),
    ),
    "chapter errors": ("报错", "Errors"),
    "chapter start_methods": ("启动方式", "Start methods"),
    "chapter signals": ("信号", "Signals"),
    "chapter communication": ("通信", "Talking"),
    "chapter executors": ("执行器", "Executors"),
    "chapter performance": ("性能", "Performance"),
    "chart dots": (
        "每个点是一次测量，竖线是中位数。测量所用：{machine}",
        "Each dot is one measurement, the bar is the median. Measured on {machine}",
    ),
    "chart log": ("，对数刻度", ", on a logarithmic scale"),
    "case": ("情形", "Case"),
    "median": ("中位数", "Median"),
    "least": ("最小", "Least"),
    "most": ("最大", "Most"),
    "cpus": ("{count} 个 CPU", "{count} CPUs"),
    "memory": ("{size} GB 内存", "{size} GB of memory"),
    "file": ("文件", "File"),
    "shows": ("内容", "What it shows"),
    "platforms": ("平台", "Platforms"),
    "verified": (
        "程序最近一次运行并验证：{date}，Python {python}，提交 {commit}",
        "The programs were last run and verified on {date} with Python {python}, commit {commit}",
    ),
    "no live": (
        "这次构建没有带上在线运行。先执行 <code>nox -s machine</code>，再执行 <code>nox -s docs</code>，就有了。",
        (
            "Live was left out of this build, so no program runs here. "
            "<code>nox -s machine</code>, then <code>nox -s docs</code> builds a site with it."
        ),
    ),
    "no script": (
        "在这里运行程序，浏览器要打开 JavaScript。",
        "To run programs here, turn on JavaScript in your browser.",
    ),
    "playground begin": ("打开编辑器", "Open the editor"),
    "playground own": ("自己的程序", "a program of my own"),
    "edit": ("修改这一页", "Edit this page"),
    "report": ("报告问题", "Report a problem"),
    "report_body": ("页面：{page}\n提交：{commit}\n\n", "Page: {page}\nCommit: {commit}\n\n"),
    "source": ("源代码", "Source"),
    "seen": ("你可能看到过", "What you may have seen"),
    "unfinished": ("只在预览里：两种语言的骨架还不一样", "In this preview only: the two languages still differ"),
}
LABELS = by_language(WORDS)
"""By language, then by key."""
