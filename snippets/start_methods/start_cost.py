import time
from multiprocessing import get_context


def work():
    pass


def cost(method):
    began = time.perf_counter()
    p = get_context(method).Process(target=work)
    p.start()
    p.join()
    return 1000 * (time.perf_counter() - began)


def show(title, costs):
    print(f"{title} (ms)")
    for method, times in costs.items():
        print(f"  {method}:", *(f"{ms:.2f}" for ms in sorted(times)))


if __name__ == "__main__":
    later = {"fork": [], "spawn": [], "forkserver": []}
    first = {method: [cost(method)] for method in later}
    for _ in range(5):
        for method, times in later.items():
            times.append(cost(method))
    show("the first one", first)
    show("later ones", later)
    fork, spawn, server = (sorted(times)[2] for times in later.values())
    print(f"fork before spawn: {fork < spawn}")
    print(f"forkserver before spawn: {server < spawn}")
    print(f"its first one takes longer: {server < first['forkserver'][0]}")
