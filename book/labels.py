"""The words of the pages that are generated: one row for each, in both languages side by side."""

from witness.exhibit.labels import Words, by_language

WORDS: Words = {
    "chapter": (
        "在“{chapter}”一章里读它的讲解：[{title}]({link})。",
        "Explained in the chapter “{chapter}”: [{title}]({link}).",
    ),
    "catalogue": ("程序目录", "All programs"),
    "catalogue text": (
        "全站共 {count} 个程序，每个都能单独运行，只用标准库。下载的与测试过的逐字节相同：[全部程序（zip）]({zip})。",
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
    "snippet description": (
        "{title}：程序 {file}，它的真实输出，以及它总是成立的事。",
        "{title}: the program {file}, its real output, and what always holds.",
    ),
    "file": ("文件", "File"),
    "shows": ("看到什么", "What you see"),
    "platforms": ("平台", "Platforms"),
    "unfinished": ("只在预览里：两种语言的骨架还不一样", "In this preview only: the two languages still differ"),
}
LABELS = by_language(WORDS)
"""By language, then by key."""
