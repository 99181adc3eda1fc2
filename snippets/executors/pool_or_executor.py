import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, current_process


def divide(n):
    daemon = current_process().daemon
    print(f"12 // {n} in {os.getpid()}, daemon: {daemon}")
    return 12 // n


def take(name, pool):
    try:
        for result in pool.map(divide, [3, 4, 0]):
            print(f"{name}: {result}")
    except ZeroDivisionError:
        print(f"{name}: ZeroDivisionError")


if __name__ == "__main__":
    with Pool(1) as pool:
        take("Pool", pool)
    with ProcessPoolExecutor(1) as executor:
        take("ProcessPoolExecutor", executor)
