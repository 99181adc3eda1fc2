import time
from concurrent.futures import ProcessPoolExecutor
from statistics import median

sizes = {"1 kB": 1_000, "5 MB": 5_000_000, "20 MB": 20_000_000}
numbers = range(1_000_000)


def measure(pool, title, task, cases):
    times = {name: [] for name in cases}
    for _ in range(5):
        for name, argument in cases.items():
            pool.submit(int).result()
            began = time.perf_counter()
            pool.submit(task, argument).result()
            times[name].append(1000 * (time.perf_counter() - began))
    print(f"{title} (ms)")
    for name, values in times.items():
        print(f"  {name}:", *(f"{ms:.2f}" for ms in sorted(values)))
    return {name: median(values) for name, values in times.items()}


if __name__ == "__main__":
    given = {name: bytes(size) for name, size in sizes.items()}
    given |= {"a million ints": list(numbers), "their range": numbers}
    with ProcessPoolExecutor(1) as pool:
        argument = measure(pool, "an argument", len, given)
        result = measure(pool, "a result", bytes, sizes)
    small, medium, large, ints, span = argument.values()
    print(f"argument: 1 kB before 20 MB: {small < large}")
    print(f"argument: 5 MB before a million ints: {medium < ints}")
    print(f"argument: their range before the ints: {span < ints}")
    print(f"result: 1 kB before 20 MB: {result['1 kB'] < result['20 MB']}")
