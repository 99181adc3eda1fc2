import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def prepare(event):
    global ready
    ready = event


def work(n):
    print(f"worker {os.getpid()}: task {n}")
    if n == 0:
        ready.set()
        while True:
            time.sleep(0.1)


if __name__ == "__main__":
    ready = Event()
    try:
        with ProcessPoolExecutor(1, None, prepare, (ready,)) as executor:
            futures = [executor.submit(work, n) for n in range(5)]
            ready.wait()
            os.killpg(0, signal.SIGINT)
    except KeyboardInterrupt:
        print("parent: KeyboardInterrupt, the with block is left")
    for n, future in enumerate(futures):
        print(f"task {n}: {future.exception()!r}")
