import os
from multiprocessing import Barrier, Process, Value


def add(counter, both_have_read):
    value = counter.value
    both_have_read.wait()
    counter.value = value + 1
    print(f"{os.getpid()} has read {value} and written {value + 1}")


if __name__ == "__main__":
    counter, both_have_read = Value("i", 0), Barrier(2)
    args = (counter, both_have_read)
    processes = [Process(target=add, args=args) for _ in "ab"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(f"added {len(processes)} times, counter {counter.value}")
