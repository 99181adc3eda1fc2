import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, current_process


def keep(shared):
    global barrier
    barrier = shared


def pair():
    return ProcessPoolExecutor(2, initializer=keep, initargs=(Barrier(2),))


def cell(n):
    barrier.wait()
    return f"{n} in {os.getpid()}"


def row(n):
    barrier.wait()
    print(f"{os.getpid()}: daemon {current_process().daemon}", flush=True)
    with pair() as inner:
        cells = ", ".join(inner.map(cell, [2 * n, 2 * n + 1]))
    return f"row {n} in {os.getpid()}: {cells}"


if __name__ == "__main__":
    with pair() as outer:
        for line in outer.map(row, range(2)):
            print(line)
    print(f"{os.getpid()}: all done")
