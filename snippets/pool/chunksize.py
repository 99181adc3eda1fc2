import os
import time
from multiprocessing import Pool


def work(n):
    print(f"Item {n} in {os.getpid()}.")
    time.sleep(0.05)


if __name__ == "__main__":
    pool = Pool(2)
    for size in (3, 6):
        print(f"chunksize={size}:")
        pool.map(work, range(6), chunksize=size)
    pool.close()
    pool.join()
