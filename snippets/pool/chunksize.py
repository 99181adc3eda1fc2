import os
import time
from multiprocessing import Pool


def work(n):
    print(f"Item {n} in {os.getpid()}.")
    time.sleep(0.05)
    if n == 4:
        raise ValueError("item 4 is broken")


if __name__ == "__main__":
    with Pool(2) as pool:
        for size in (3, 6):
            print(f"chunksize={size}:")
            try:
                pool.map(work, range(6), chunksize=size)
            except ValueError as error:
                print("map raised:", error)
        pool.close()
        pool.join()
