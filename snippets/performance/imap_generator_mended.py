import os
from itertools import count
from multiprocessing import Pool
from threading import Semaphore

ahead = Semaphore(4)
read = taken = most = 0
done = False


def numbers():
    global read, most
    for n in count():
        ahead.acquire()
        if done:
            break
        read += 1
        most = max(most, read - taken)
        yield n


def work(n):
    return n, os.getpid()


if __name__ == "__main__":
    with Pool(1) as pool:
        try:
            for n, pid in pool.imap(work, numbers()):
                taken += 1
                if n == 49:
                    print(f"result {n} from {pid}")
                    break
                ahead.release()
        finally:
            done = True
            ahead.release()
    print(f"results taken: {taken}, inputs read: {read}")
    print(f"read ahead of the results: at most {most}")
