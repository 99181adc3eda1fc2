import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def init(*events):
    global started, gate
    started, gate = events


def work(n):
    started.set()
    gate.wait()
    print(f"task {n} in {os.getpid()}")


if __name__ == "__main__":
    started, gate = Event(), Event()
    with ProcessPoolExecutor(1, None, init, (started, gate)) as executor:
        futures = [executor.submit(work, 0)]
        started.wait()
        futures += [executor.submit(work, n) for n in range(1, 5)]
        while not futures[2].running():
            time.sleep(0.01)
        print("running:", [future.running() for future in futures])
        print("cancel():", [future.cancel() for future in futures])
        gate.set()
    print("cancelled:", [future.cancelled() for future in futures])
