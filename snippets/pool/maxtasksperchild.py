import os
from multiprocessing import Pool


def work(n):
    print(f"Task {n} in {os.getpid()}.")


if __name__ == "__main__":
    pool = Pool(1, maxtasksperchild=2)
    pool.map(work, range(5), chunksize=1)
    pool.close()
    pool.join()
    print("All tasks done.")
