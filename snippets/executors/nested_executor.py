import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, current_process


def keep(shared):
    global barrier
    barrier = shared


def pair():
    return ProcessPoolExecutor(2, initializer=keep, initargs=(Barrier(2),))


def cell(row, column):
    barrier.wait()
    return os.getpid()


def row(n):
    barrier.wait()
    print(f"{os.getpid()}: daemon {current_process().daemon}", flush=True)
    with pair() as inner:
        return os.getpid(), n, list(inner.map(cell, [n, n], [0, 1]))


if __name__ == "__main__":
    with pair() as outer:
        for pid, n, cells in outer.map(row, range(2)):
            print(f"row {n} from {pid}, its cells from {cells}")
    print(f"{os.getpid()}: all done")
