import os
from concurrent.futures import ProcessPoolExecutor


def divide(n):
    print(f"12 // {n} in {os.getpid()}")
    return 12 // n


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as executor:
        futures = [executor.submit(divide, n) for n in (3, 0, 4)]
    print("All three tasks are done, and no exception yet.")
    for future in futures:
        try:
            print("result:", future.result())
        except ZeroDivisionError:
            print("result: ZeroDivisionError")
