import os
from multiprocessing import Pool
from threading import Event

exhausted = Event()
read = 0


def numbers():
    global read
    for n in range(100):
        read += 1
        yield n
    exhausted.set()


def work(n):
    return n, os.getpid()


if __name__ == "__main__":
    with Pool(1) as pool:
        results = pool.imap(work, numbers())
        n, pid = next(results)
        exhausted.wait()
        print(f"result {n} from {pid}")
        print(f"results taken: 1, inputs read: {read}")
        rest = sum(1 for _ in results)
        print(f"results still to take: {rest}")
