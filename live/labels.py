"""The words of Live: one row for each, both languages side by side. live.js has them in it."""

from witness.exhibit.labels import Words, by_language

WORDS: Words = {
    "begin": ("运行", "Run it"),
    "other platform": (
        "这个程序要在 {platforms} 上运行，不能在网页里的 Linux 上运行。",
        "This program needs {platforms}, so it does not run in the page, where there is a Linux.",
    ),
    "newer python": (
        "这个程序要用 Python {python}，网页里还没有。",
        "This program needs Python {python}, which is not there in the page yet.",
    ),
    "no module": (
        "这个程序要用 {modules}，网页里的 Linux 没有，不能在这里运行。",
        "This program needs {modules}, which the Linux in the page lacks, so it does not run here.",
    ),
    "measures": (
        "这个程序测量的是时间，网页里的机器是模拟出来的，量出来的是模拟器，所以不在这里运行。",
        "This program measures time, and here it would measure the emulator, so it does not run here.",
    ),
    "or": (" 或 ", " or "),
    "run": ("运行", "Run"),
    "stop": ("停止", "Stop"),
    "edit": ("修改", "Edit"),
    "reset": ("恢复原程序", "Reset"),
    "share": ("复制链接", "Copy link"),
    "shared": ("链接已复制，里面有这个程序。", "Link copied; it carries this program."),
    "unshared": (
        "浏览器不让复制；地址栏里就是这个链接。",
        "The browser refuses to copy; the link is in the address bar.",
    ),
    "close": ("关闭", "Close"),
    "received": (
        "程序来自链接，还没有运行。",
        "This program came with the link. It has not run yet. ",
    ),
    "programs": ("程序", "Program"),
    "method": ("启动方式", "Start method"),
    "default": ("默认启动方式", "default start method"),
    "code": ("{file} 的代码，可以修改", "Code of {file}, to be edited"),
    "keys": (
        "Ctrl + Enter 运行；Tab 缩进，先按 Esc 再按 Tab 离开编辑器。",
        "Ctrl + Enter runs it. Tab indents; Esc, then Tab leaves the editor.",
    ),
    "output": ("输出", "Output"),
    "input": ("键盘输入", "Keyboard input"),
    "enter": ("回车", "Enter"),
    "first": (
        "第一次运行要下载 {size} MB：一个小 Linux 和 Python {python}。浏览器会保存它，以后不再下载，断网也能运行。",
        (
            "The first run fetches {size} MB: a small Linux with Python {python}. "
            "Your browser keeps it, so later runs need no network."
        ),
    ),
    "fetching": ("正在下载：{done} / {size} MB", "Fetching: {done} of {size} MB"),
    "starting": ("正在启动 Linux", "Linux is starting"),
    "running": ("正在运行", "Running"),
    "drawing": ("程序已结束，正在画图", "It has ended; the picture is being drawn"),
    "stopping": ("已停止，正在画出它到此为止做了什么", "Stopped; what it did until then is being drawn"),
    "halted": ("已停止，用时 {seconds} 秒", "stopped after {seconds} s"),
    "stopped": ("已停止。下次运行会重新启动 Linux。", "Stopped. The next run starts Linux anew."),
    "exit": ("退出码 {exit}，用时 {seconds} 秒", "exit code {exit}, {seconds} s"),
    "ended": ("没有自己结束，用时 {seconds} 秒", "it did not end by itself, {seconds} s"),
    "kept": ("✓ 这次运行符合承诺。", "✓ This run kept the program's promise."),
    "broken": ("✗ 这次运行不符合承诺：", "✗ This run broke the program's promise:"),
    "difference": (
        "“-”是承诺里有而没有看到的，“+”是看到而承诺里没有的。",
        '"-" was promised and not seen, "+" was seen and not promised.',
    ),
    "more": ("（输出太多，其余不再显示）", "(There is more output; the rest is not shown.)"),
    "impossible": (
        "这个浏览器没有 WebAssembly，不能在页面里运行程序。",
        "This browser has no WebAssembly, so programs cannot run in the page.",
    ),
    "memory": (
        "内存不够，不能在页面里运行程序。关掉别的标签页，再按“运行”。",
        "There is too little memory to run programs in the page. Close other tabs, then press Run again.",
    ),
    "long": (
        "程序有 {lines} 行，这里最多运行 {most} 行。",
        "This program has {lines} lines; here it may have up to {most}.",
    ),
    "failed": ("没有运行成：{why}", "It did not run: {why}"),
    "licences": ("来源与许可证", "Sources and licenses"),
}
LABELS = by_language(WORDS)
"""By language, then by key."""
