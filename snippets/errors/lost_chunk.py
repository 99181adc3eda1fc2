import os
from multiprocessing import Pool


def invert(n):
    print(f"{os.getpid()} takes {n}")
    return 60 // n


def collect(results):
    got = []
    while True:
        try:
            got.append(next(results))
        except StopIteration:
            return got
        except ZeroDivisionError as error:
            got.append(type(error).__name__)


if __name__ == "__main__":
    numbers = [1, 2, 3, 4, 0, 6, 7, 8, 9]
    with Pool(1) as pool:
        got = collect(pool.imap(invert, numbers, chunksize=3))
        pool.close()
        pool.join()
    print(f"{len(numbers)} numbers, {len(got)} results: {got}")
