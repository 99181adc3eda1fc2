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
    "file": ("文件", "File"),
    "shows": ("内容", "What it shows"),
    "platforms": ("平台", "Platforms"),
    "verified": (
        "程序最近一次运行并验证：{date}，Python {python}，提交 {commit}",
        "The programs were last run and verified on {date} with Python {python}, commit {commit}",
    ),
    "playground": ("运行自己的程序", "Run a program of your own"),
    "playground description": (
        "写一个 Python 多进程程序，就在浏览器里真的运行：谁创建谁、每行输出是谁的，都画出来。不需要服务器。",
        (
            "Write a Python program with several processes and really run it in your browser, "
            "with a picture of who made whom and who printed what."
        ),
    ),
    "playground text": (
        (
            "写一个程序，或者从书里选一个来改。它在这一页里的小 Linux 上运行，`os.fork()` 是真的；"
            "谁创建谁、谁等谁、每行输出是谁的，像书里的程序一样画出来。程序不会离开你的浏览器。"
        ),
        (
            "Write a program, or change one from the book. It runs in a small Linux within this page, where "
            "`os.fork()` is real, and you see who made whom, who waited for whom and who printed what, as for the "
            "book's own programs. It never leaves your browser."
        ),
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
