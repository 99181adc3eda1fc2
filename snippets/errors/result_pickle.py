import os
from multiprocessing import Pool
from multiprocessing.pool import MaybeEncodingError


def lazy(n):
    print(f"worker {os.getpid()} runs lazy({n})")
    return (i * i for i in range(n))


def ready(n):
    print(f"worker {os.getpid()} runs ready({n})")
    return [i * i for i in range(n)]


if __name__ == "__main__":
    with Pool(1) as pool:
        for task in (lazy, ready):
            try:
                print(f"{task.__name__}: {pool.apply(task, (4,))}")
            except MaybeEncodingError as error:
                print(f"{task.__name__}: {error}")
        pool.close()
        pool.join()
