import os
import time
from multiprocessing import Barrier, Process, Value


def add(counter, start):
    start.wait()
    with counter.get_lock():
        value = counter.value
        time.sleep(0.05)
        counter.value = value + 1
        print(f"{os.getpid()} has read {value} and written {value + 1}")


if __name__ == "__main__":
    counter, start = Value("i", 0), Barrier(2)
    processes = [Process(target=add, args=(counter, start)) for _ in "ab"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(f"added {len(processes)} times, counter {counter.value}")
