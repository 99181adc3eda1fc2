import os
from multiprocessing import Pipe, get_context
from pathlib import Path
from statistics import median


def sizes(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    fields = [line.split() for line in lines[1:]]
    return {name: int(kb) / 1024 for name, kb, _ in fields}


def report(sender):
    child, parent = sizes(os.getpid()), sizes(os.getppid())
    both = (child[name] + parent[name] for name in ("Rss:", "Pss:"))
    sender.send(tuple(both))


if __name__ == "__main__":
    block = b"x" * 30_000_000
    seen = {"RSS before fork": [], "RSS": [], "PSS": []}
    for _ in range(3):
        seen["RSS before fork"].append(sizes(os.getpid())["Rss:"])
        receiver, sender = Pipe(duplex=False)
        p = get_context("fork").Process(target=report, args=(sender,))
        p.start()
        rss, pss = receiver.recv()
        p.join()
        seen["RSS"].append(rss)
        seen["PSS"].append(pss)
    print("parent and child together (MB)")
    for name, values in seen.items():
        print(f"  {name}:", *(f"{size:.1f}" for size in sorted(values)))
    before, rss, pss = map(median, seen.values())
    print(f"RSS counts shared pages twice: {rss > 1.5 * before}")
    print(f"PSS does so: {pss > 1.2 * before}")
