import atexit
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(*events):
    global started, ready
    started, ready = events


def work(n):
    started.set()
    ready.wait()
    print(f"task {n} in {os.getpid()}")


if __name__ == "__main__":
    started, ready = Event(), Event()
    executor = ProcessPoolExecutor(1, None, keep, (started, ready))
    executor.submit(work, 0)
    executor.submit(work, 1)
    started.wait()
    executor.shutdown(wait=False)
    print(f"{os.getpid()} does not wait")
    try:
        executor.submit(work, 2)
    except RuntimeError as error:
        print("RuntimeError:", error)
    atexit.register(print, f"now {os.getpid()} ends")
    ready.set()
