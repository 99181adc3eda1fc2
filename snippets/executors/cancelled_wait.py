import os
import time
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import Event


def init(event):
    global gate
    gate = event


def work():
    gate.wait()


if __name__ == "__main__":
    gate = Event()
    executor = ProcessPoolExecutor(1, None, init, (gate,))
    futures = [executor.submit(work) for _ in range(5)]
    last = futures[4]
    executor.shutdown(wait=False, cancel_futures=True)
    while not last.done():
        time.sleep(0.01)
    gate.set()
    print("the last: done", last.done(), "cancelled", last.cancelled())
    print(f"{os.getpid()} waits for all five")
    found = wait(futures)
    print(f"done {len(found.done)}, not done {len(found.not_done)}")
