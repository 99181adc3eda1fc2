import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def double(n):
    print(f"{os.getpid()} doubles {n}")
    return 2 * n


def refuse(name, call):
    try:
        call(double, numbers, chunksize=0)
    except ValueError as error:
        print(f"{name}: {error}")


if __name__ == "__main__":
    numbers = [1, 2, 3]
    with Pool(1) as pool:
        for size in len(numbers) // 4, max(1, len(numbers) // 4):
            results = pool.map(double, numbers, size)
            print(f"chunksize {size}: {results}")
        refuse("Pool.imap", pool.imap)
    with ProcessPoolExecutor() as executor:
        refuse("Executor.map", executor.map)
