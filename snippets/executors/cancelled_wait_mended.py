import os
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
    for future in reversed(futures):
        future.cancel()
    gate.set()
    executor.shutdown()
    print("the last: done", last.done(), "cancelled", last.cancelled())
    print(f"{os.getpid()} waits for all five")
    found = wait(futures)
    print(f"done {len(found.done)}, not done {len(found.not_done)}")
