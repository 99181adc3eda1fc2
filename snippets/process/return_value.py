import os
from multiprocessing import Process

results = []


def square(n):
    results.append(n * n)
    print(f"child {os.getpid()}: results = {results}")
    return n * n


if __name__ == "__main__":
    p = Process(target=square, args=(7,))
    p.start()
    returned = p.join()
    print(f"parent {os.getpid()}: results = {results}, join returned {returned}")
