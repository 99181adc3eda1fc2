import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, current_process


def keep(shared):
    global barrier
    barrier = shared


def cell(n):
    return f"cell {n} in {os.getpid()}"


def row(n):
    barrier.wait()
    print(f"{os.getpid()}: daemon {current_process().daemon}", flush=True)
    with ProcessPoolExecutor(max_workers=1) as inner:
        result = inner.submit(cell, n).result()
    return f"row {n} in {os.getpid()}: {result}"


if __name__ == "__main__":
    with ProcessPoolExecutor(2, None, keep, (Barrier(2),)) as outer:
        for line in outer.map(row, range(2)):
            print(line)
    print(f"{os.getpid()}: all done")
