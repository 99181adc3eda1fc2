import os
from multiprocessing import Barrier, Process, Value


def add(counter, start):
    start.wait()
    for _ in range(5000):
        with counter.get_lock():
            counter.value += 1
    print(f"{os.getpid()} has added 5000")


if __name__ == "__main__":
    counter, start = Value("i", 0), Barrier(2)
    processes = [Process(target=add, args=(counter, start)) for _ in "ab"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(f"counter {counter.value}")
