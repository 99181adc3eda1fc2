import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def init(*events):
    global started, stop
    started, stop = events


def work(n):
    if stop.is_set():
        return f"task {n} never began"
    started.set()
    while not stop.wait(0.01):
        pass
    return f"task {n} stopped halfway, in {os.getpid()}"


if __name__ == "__main__":
    started, stop = Event(), Event()
    with ProcessPoolExecutor(1, None, init, (started, stop)) as executor:
        futures = [executor.submit(work, n) for n in range(5)]
        started.wait()
        stop.set()
        for future in futures:
            print(future.result())
