import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, current_process


def square(n):
    return n * n


def row(n):
    daemon = current_process().daemon
    print(f"worker {os.getpid()}: row {n}, daemon {daemon}", flush=True)
    with Pool(1) as inner:
        squares = inner.map(square, range(n))
        inner.close()
        inner.join()
    return squares


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as outer:
        print("nested:", list(outer.map(row, [3, 2])))
    with Pool(2) as pool:
        flat = [n for size in (3, 2) for n in range(size)]
        print("flat:", pool.map(square, flat))
        pool.close()
        pool.join()
