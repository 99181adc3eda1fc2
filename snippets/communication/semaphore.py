import os
import time
from multiprocessing import Barrier, Process, Semaphore


def work(name, all_here, places):
    print(f"{name} ({os.getpid()}) wants a place")
    all_here.wait()
    with places:
        print(f"{name} ({os.getpid()}) has a place")
        time.sleep(0.05)
        print(f"{name} ({os.getpid()}) leaves it")


if __name__ == "__main__":
    all_here, places = Barrier(4), Semaphore(2)
    args = (all_here, places)
    processes = [Process(target=work, args=(n, *args)) for n in "ABCD"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    free = [places.acquire(block=False) for _ in range(3)]
    print(f"{os.getpid()}: places to be had: {free}")
