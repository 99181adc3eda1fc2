"""Whether a site of a thousand snippets takes more per snippet than one of thirty: `python benchmarks/scale.py`.

Sites of 30, 300 and 1,000 made-up snippets are built in Chinese, cold and warm. What a build takes besides its snippets
would hide a growth, so slopes are compared: what each snippet takes from 300 to 1,000, and from 30 to 300. Memory is
`ru_maxrss` of the build: the most that one process of it, MkDocs itself or a snippet's, had at once.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from measure import LEFT_OUT, ROOT, Bound, Took, build, judge

from book.sites import SITES
from witness import snippet
from witness.check import counts, evidence

COUNTS = (30, 300, 1000)
CHAPTER = 30
"""Snippets of a chapter, however many there are: Material lists a page's whole chapter beside it."""
MEMORY = Path("/dev/shm")
"""Disks are slower to make a file the more files they have just made, which is not what is measured either."""
PROGRAM = """\
import os

for number in range({children}):
    pid = os.fork()
    if pid == 0:
        print(f"child {{number}} of program {number} ({{os.getpid()}})")
        os._exit(0)
    os.waitpid(pid, 0)
print(f"program {number} ({{os.getpid()}})")
"""
PROMISE = """\
platforms = linux macos

parent: exit 0
  child * {children}: exit 0

each n in 0..{last}
  child | child {{n}} of program {number} ({{child}})
---
parent | program {number} ({{parent}})
"""
LIST = (
    '\n## List {{ #{name} }}\n\n```python exec="1" html="1"\nfrom book.page import ideas\nprint(ideas("{name}"))\n```\n'
)
EXHIBIT = '```python exec="1" html="1"\nfrom book.page import exhibit\nprint(exhibit("{name}"))\n```'


def synthetic(folder: Path, count: int) -> None:
    """Write a site with so many snippets into an empty folder: all alike, no two the same."""
    shutil.copytree(ROOT / "docs/theme", folder / "docs/theme")
    for package in "witness", "book", "live", "machine":
        shutil.copytree(ROOT / package, folder / package, ignore=LEFT_OUT)
    matter = "---\ntitle: {name}\ndescription: About {name}.\n---\n\n# {name} {{ #{name} }}\n"
    pages = {"index": matter.format(name="index") + LIST.format(name="chapters")}
    nav = "nav:\n  - index.md\n"
    for number in range(count):
        name, chapter, children = f"program_{number}", f"chapter_{number // CHAPTER}", 2 + number % 3
        if number % CHAPTER == 0:
            pages[f"{chapter}/index"] = matter.format(name=chapter) + LIST.format(name="all")
            nav += f"  - {chapter}:\n      - {chapter}/index.md\n      - all:\n"
        nav += f"          - {chapter}/{name}.md\n"
        program = folder / "snippets" / chapter / f"{name}.py"
        program.parent.mkdir(parents=True, exist_ok=True)
        facts = {"number": number, "children": children, "last": children - 1}
        program.write_text(PROGRAM.format(**facts), encoding="utf-8")
        program.with_suffix(".promise").write_text(PROMISE.format(**facts), encoding="utf-8")
        pages[f"{chapter}/{name}"] = f"{matter.format(name=name)}\n{EXHIBIT.format(name=name)}\n"
    for config in SITES.values():
        text = (ROOT / config).read_text(encoding="utf-8")
        changed = re.sub(r"(?m)^nav:\n(  .*\n)+", f"{nav}  - snippets/index.md\n", text)
        (folder / config).write_text(changed, encoding="utf-8")
    seen = {"": counts.Tally(1, 1)}
    orders = (counts.Order(("child", "parent"), seen, seen),)
    found = {
        name: counts.Evidence(*counts.digests(one), "2026-01-01", ("3.11.0",), seen, orders, 0, seen)
        for name, one in snippet.find(folder / "snippets").items()
    }
    evidence.save(sys.platform, found, folder / evidence.FOLDER)
    for language in SITES:
        for name, text in pages.items():
            path = folder / "docs" / language / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="the fastest of so many counts")
    options = parser.parse_args()
    took: dict[tuple[str, int], Took] = {}
    print(f"{'snippets':>8}{'cold':>10}{'warm':>10}{'a snippet, cold':>18}{'warm':>8}{'memory':>12}")
    with tempfile.TemporaryDirectory(prefix="bench-", dir=MEMORY if MEMORY.is_dir() else None) as temporary:
        for count in COUNTS:
            folder = Path(temporary).resolve() / str(count)
            folder.mkdir()
            synthetic(folder, count)
            for _ in range(options.rounds):
                shutil.rmtree(folder / ".witness", ignore_errors=True)
                for way in "cold", "warm":
                    one = build(folder, "zh")
                    took[way, count] = min(took.get((way, count), one), one, key=lambda took: took.seconds)
            cold, warm = took["cold", count], took["warm", count]
            each = f"{1000 * cold.seconds / count:15.1f} ms{1000 * warm.seconds / count:5.1f} ms"
            print(f"{count:8}{cold.seconds:8.2f} s{warm.seconds:8.2f} s{each}{max(cold.memory, warm.memory):8.0f} MiB")
            print(f"{'':8}{cold.cpu:8.2f} s{warm.cpu:8.2f} s of processors", flush=True)

    def growth(way: str) -> float:
        few, many, most = (took[way, count].seconds for count in COUNTS)
        return (most - many) / (COUNTS[2] - COUNTS[1]) / ((many - few) / (COUNTS[1] - COUNTS[0]))

    return judge(
        [
            *(
                Bound(f"{way}: one more from 300 to 1,000 / from 30 to 300", growth(way), 1.25)
                for way in ("cold", "warm")
            ),
            Bound("memory", max(one.memory for one in took.values()), 1024, "MiB"),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
