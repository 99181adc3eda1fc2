import os
import statistics
from array import array
from multiprocessing import Pipe, get_context
from pathlib import Path


def sizes(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    fields = [line.split() for line in lines[1:]]
    return {name: int(kb) / 1024 for name, kb, _ in fields}


def read(sender, data):
    sum(data)
    child, parent = sizes(os.getpid()), sizes(os.getppid())
    rss, pss = (child[name] + parent[name] for name in ("Rss:", "Pss:"))
    sender.send((child["Private_Dirty:"], rss, pss))


def show(title, cases):
    print(f"{title} (MB)")
    for name, values in cases.items():
        print(f"  {name}:", *(f"{value:.1f}" for value in sorted(values)))
    return map(statistics.median, cases.values())


if __name__ == "__main__":
    numbers = [n / 7 for n in range(500_000)]
    inputs = {
        "nothing": [],
        "an array": array("d", 4 * numbers),
        "a list": numbers,
    }
    seen = {name: [] for name in inputs}
    before = []
    for _ in range(3):
        before.append(sizes(os.getpid())["Rss:"])
        for name, data in inputs.items():
            receiver, sender = Pipe(duplex=False)
            args = sender, data
            p = get_context("fork").Process(target=read, args=args)
            p.start()
            seen[name].append(receiver.recv())
            p.join()
    own = {name: [row[0] for row in rows] for name, rows in seen.items()}
    both = {
        "RSS before fork": before,
        "RSS": [rss for _, rss, _ in seen["an array"]],
        "PSS": [pss for _, _, pss in seen["an array"]],
    }
    none, packed, listed = show("own memory after reading", own)
    before, rss, pss = show("parent and child together", both)
    print(f"the array was copied: {packed - none > 3}")
    print(f"the list was copied: {listed - none > 10}")
    print(f"RSS counts shared pages twice: {rss > 1.5 * before}")
    print(f"PSS does so: {pss > 1.2 * before}")
