import os
from multiprocessing import Pool


def work(n):
    print(f"Task {n} in {os.getpid()}.")


if __name__ == "__main__":
    with Pool(1, maxtasksperchild=2) as pool:
        results = pool.map(work, range(5), chunksize=1)
        pool.close()
        pool.join()
    print(f"All {len(results)} tasks done.")
