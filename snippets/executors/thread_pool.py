import os
from multiprocessing.pool import ThreadPool
from threading import Barrier, get_native_id

if __name__ == "__main__":
    both = Barrier(2)
    threads = set()

    def work(n):
        both.wait()
        threads.add(get_native_id())
        print(f"work({n}) in {os.getpid()}")
        return n * n

    with ThreadPool(2) as pool:
        print("results:", pool.map(work, range(2)))
        print("lambda:", pool.map(lambda n: n + 1, range(3)))
    print(f"{len(threads)} threads of {os.getpid()}")
