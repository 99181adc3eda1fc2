import os
from multiprocessing import Manager, Pool, Queue


def init(given):
    global inherited
    inherited = given


def square(n):
    inherited.put((n, n * n))
    print(f"worker {os.getpid()}: {n} into the inherited queue")


def cube(proxy, n):
    proxy.put((n, n**3))
    print(f"worker {os.getpid()}: {n} through the proxy")


if __name__ == "__main__":
    queue = Queue()
    with Manager() as manager, Pool(2, init, (queue,)) as pool:
        proxy = manager.Queue()
        pool.map(square, range(3))
        print("squares:", dict(sorted(queue.get() for _ in range(3))))
        pool.starmap(cube, [(proxy, n) for n in range(3)])
        print("cubes:", dict(sorted(proxy.get() for _ in range(3))))
        pool.close()
        pool.join()
