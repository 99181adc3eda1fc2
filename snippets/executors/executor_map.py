import os
from concurrent.futures import ProcessPoolExecutor


def divide(n):
    print(f"12 // {n} in {os.getpid()}")
    return 12 // n


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as executor:
        results = executor.map(divide, [3, 0, 4])
    print("All three tasks are done, and no exception yet.")
    print("first:", next(results))
    try:
        next(results)
    except ZeroDivisionError:
        print("second: ZeroDivisionError")
    print("third:", next(results, "nothing is left"))
