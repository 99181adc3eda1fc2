import os
from multiprocessing import Pool


def invert(n):
    print(f"{os.getpid()} takes {n}")
    return 60 // n


def attempt(n):
    try:
        return n, invert(n)
    except ZeroDivisionError as error:
        return n, type(error).__name__


if __name__ == "__main__":
    numbers = [1, 2, 3, 4, 0, 6, 7, 8, 9]
    with Pool(1) as pool:
        results = pool.map(attempt, numbers)
    print(f"{len(numbers)} numbers, {len(results)} results")
    for n, result in results:
        print(f"60 // {n}: {result}")
