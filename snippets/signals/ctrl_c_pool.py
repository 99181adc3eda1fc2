import os
import signal
import time
from multiprocessing import Pool, Semaphore


def prepare(semaphore):
    global started
    started = semaphore


def work(n):
    print(f"worker {os.getpid()}: task {n}")
    started.release()
    while True:
        time.sleep(0.1)


if __name__ == "__main__":
    started = Semaphore(0)
    pool = Pool(2, prepare, (started,))
    pool.map_async(work, range(2))
    for _ in range(2):
        started.acquire()
    try:
        os.killpg(0, signal.SIGINT)
    except KeyboardInterrupt:
        print("parent: KeyboardInterrupt")
        pool.close()
        pool.join()
        print("never printed")
