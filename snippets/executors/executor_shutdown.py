import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(*events):
    global started, ready
    started, ready = events


def work(n):
    started.set()
    ready.wait()
    print(f"task {n} in {os.getpid()}")
    return n


if __name__ == "__main__":
    started, ready = Event(), Event()
    executor = ProcessPoolExecutor(1, None, keep, (started, ready))
    futures = [executor.submit(work, n) for n in range(2)]
    started.wait()
    executor.shutdown(wait=False)
    print(f"{os.getpid()} does not wait")
    try:
        executor.submit(work, 2)
    except RuntimeError as error:
        print("RuntimeError:", error)
    ready.set()
    print("results:", [future.result() for future in futures])
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    print("the executor has come to its end")
