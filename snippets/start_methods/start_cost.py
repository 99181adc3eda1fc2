import time
from multiprocessing import get_context


def work():
    pass


def cost(context):
    began = time.perf_counter()
    p = context.Process(target=work)
    p.start()
    p.join()
    return time.perf_counter() - began


if __name__ == "__main__":
    costs = {}
    for method in ("fork", "spawn", "forkserver"):
        context = get_context(method)
        first, *later = [cost(context) for _ in range(6)]
        costs[method] = min(later)
        print(f"{method}: {first:.4f} s, later {costs[method]:.4f} s")
    print(f"fork before spawn: {costs['fork'] < costs['spawn']}")
    print(f"forkserver before spawn: {costs['forkserver'] < costs['spawn']}")
    print(f"its first one takes longer: {first > costs['forkserver']}")
