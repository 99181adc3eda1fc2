import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import islice


def numbers():
    for n in range(5):
        print("  take", n)
        yield n


def work(n):
    return n, os.getpid()


def buffered_map(executor, task, items, size):
    items = iter(items)
    window = deque(executor.submit(task, x) for x in islice(items, size))
    while window:
        for x in islice(items, 1):
            window.append(executor.submit(task, x))
        yield window.popleft().result()


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as executor:
        for n, pid in buffered_map(executor, work, numbers(), 2):
            print(f"result {n} from {pid}")
