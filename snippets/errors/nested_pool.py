import os
from multiprocessing import Pool, current_process


def square(n):
    return n * n


def row(n):
    daemon = current_process().daemon
    print(f"worker {os.getpid()}: row {n}, daemon {daemon}", flush=True)
    with Pool() as inner:
        return inner.map(square, range(n))


if __name__ == "__main__":
    with Pool(1) as outer:
        try:
            result = outer.map(row, [3])
        except AssertionError as error:
            result = f"AssertionError: {error}"
        print(f"parent {os.getpid()}: {result}")
        outer.close()
        outer.join()
