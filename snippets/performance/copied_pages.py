from array import array
from multiprocessing import Pipe, get_context
from pathlib import Path
from statistics import median


def own_memory():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    sizes = dict(line.split()[:2] for line in lines[1:])
    return int(sizes["Private_Dirty:"]) / 1024


def read(sender, data):
    sum(data)
    sender.send(own_memory())


if __name__ == "__main__":
    numbers = [n / 7 for n in range(500_000)]
    inputs = {
        "nothing": [],
        "an array": array("d", 4 * numbers),
        "a list": numbers,
    }
    seen = {name: [] for name in inputs}
    for _ in range(3):
        for name, data in inputs.items():
            receiver, sender = Pipe(duplex=False)
            args = sender, data
            p = get_context("fork").Process(target=read, args=args)
            p.start()
            seen[name].append(receiver.recv())
            p.join()
    print("own memory after reading (MB)")
    for name, sizes in seen.items():
        print(f"  {name}:", *(f"{size:.1f}" for size in sorted(sizes)))
    none, packed, listed = map(median, seen.values())
    print(f"the array was copied: {packed - none > 3}")
    print(f"the list was copied: {listed - none > 10}")
