import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(event):
    global started
    started = event


def work(n):
    print(f"{os.getpid()} works on {n}", flush=True)
    started.set()
    time.sleep(60)


if __name__ == "__main__":
    started = Event()
    executor = ProcessPoolExecutor(1, initializer=keep, initargs=(started,))
    futures = [executor.submit(work, 0)]
    started.wait()
    futures += [executor.submit(work, n) for n in range(1, 5)]
    while not futures[2].running():
        time.sleep(0.01)
    executor.terminate_workers()
    for n, future in enumerate(futures):
        try:
            future.result()
        except Exception as error:
            print(f"{os.getpid()}: {n} {type(error).__name__}")
