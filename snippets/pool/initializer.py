import os
from multiprocessing import Pool, Value


def init(shared):
    global counter
    counter = shared
    print(f"Worker {os.getpid()} has the counter.")


def add(n):
    for _ in range(n):
        with counter.get_lock():
            counter.value += 1


if __name__ == "__main__":
    total = Value("i", 0)
    with Pool(2, initializer=init, initargs=(total,)) as pool:
        try:
            pool.apply(print, (total,))
        except RuntimeError as error:
            print("as an argument:", error)
        pool.map(add, [2500] * 4)
        pool.close()
        pool.join()
    print("through the initializer:", total.value)
