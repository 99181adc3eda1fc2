import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory
from statistics import median


def add(data):
    return sum(data[::4096])


def add_shared(name):
    block = SharedMemory(name)
    total = add(block.buf)
    block.close()
    return total


if __name__ == "__main__":
    data = bytes(range(250)) * 80_000
    block = SharedMemory(create=True, size=len(data))
    block.buf[: len(data)] = data
    cases = {"argument": (add, data), "name": (add_shared, block.name)}
    times = {name: [] for name in cases}
    sums = set()
    with ProcessPoolExecutor(1) as pool:
        for _ in range(5):
            for name, (task, argument) in cases.items():
                pool.submit(int).result()
                began = time.perf_counter()
                sums.add(pool.submit(task, argument).result())
                times[name].append(1000 * (time.perf_counter() - began))
    block.close()
    block.unlink()
    print("a task that reads 20 MB (ms)")
    for name, values in times.items():
        print(f"  {name}:", *(f"{ms:.2f}" for ms in sorted(values)))
    argument, name = map(median, times.values())
    print(f"name before argument: {name < argument}")
    print("the sum each time:", *sums)
