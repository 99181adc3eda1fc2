import gc
import statistics
from multiprocessing import Pipe, get_context
from pathlib import Path


def report(sender, collect):
    if collect:
        gc.collect()
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    sender.send(dict(line.split()[:2] for line in lines[1:]))


def own_memory(freeze, collect):
    receiver, sender = Pipe(duplex=False)
    p = get_context("fork").Process(target=report, args=(sender, collect))
    if freeze:
        gc.freeze()
    p.start()
    sizes = receiver.recv()
    p.join()
    gc.unfreeze()
    return int(sizes["Private_Dirty:"]) / 1024


if __name__ == "__main__":
    gc.disable()
    rows = [[n] for n in range(200_000)]
    cases = {
        "no collection": (False, False),
        "collection": (False, True),
        "frozen before": (True, True),
    }
    seen = {name: [] for name in cases}
    for _ in range(3):
        for name, case in cases.items():
            seen[name].append(own_memory(*case))
    print("own memory of a child (MB)")
    for name, sizes in seen.items():
        print(f"  {name}:", *(f"{size:.1f}" for size in sorted(sizes)))
    none, plain, frozen = map(statistics.median, seen.values())
    print(f"a collection copies the lists: {plain - none > 10}")
    print(f"after gc.freeze() it does: {frozen - none > 3}")
