import time
from multiprocessing import get_context


def work():
    pass


def cost(method):
    began = time.perf_counter()
    p = get_context(method).Process(target=work)
    p.start()
    p.join()
    return time.perf_counter() - began


if __name__ == "__main__":
    costs = {"fork": [], "spawn": [], "forkserver": []}
    for _ in range(4):
        for method, times in costs.items():
            times.append(cost(method))
    for method, (first, *later) in costs.items():
        print(f"{method}: {first:.4f} s, later {min(later):.4f} s")
    fork, spawn, server = (min(later) for _, *later in costs.values())
    print(f"fork before spawn: {fork < spawn}")
    print(f"forkserver before spawn: {server < spawn}")
    print(f"its first one takes longer: {server < costs['forkserver'][0]}")
