import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool
from statistics import median


def square(n):
    return n * n


def measure(run):
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1_000_000


def show(title, *names):
    print(title)
    for name in names:
        print(f"  {name}:", *(f"{t:.2f}" for t in sorted(times[name])))


if __name__ == "__main__":
    numbers = range(100)
    with Pool(2) as pool, ProcessPoolExecutor(2) as executor:
        cases = {
            "a loop": lambda: [square(n) for n in numbers],
            "Pool.map": lambda: pool.map(square, numbers),
            "Executor.map": lambda: list(executor.map(square, numbers)),
            "Pool.apply": lambda: pool.apply(square, (3,)),
        }
        times = {name: [] for name in cases}
        for n in range(6):
            for name, run in cases.items():
                took = measure(run)
                if n > 0:
                    times[name].append(took)
    times["in a loop"] = [t / 100 for t in times["a loop"]]
    show("100 small tasks (µs)", "a loop", "Pool.map", "Executor.map")
    show("one of them (µs)", "in a loop", "Pool.apply")
    loop, chunks, single, one, task = map(median, times.values())
    print(f"a loop before Pool.map: {loop < chunks}")
    print(f"Pool.map before Executor.map: {chunks < single}")
    print(f"Pool.apply takes 20 times as long: {one > 20 * task}")
