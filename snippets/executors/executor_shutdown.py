import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(event):
    global ready
    ready = event


def work(n):
    ready.wait()
    print(f"task {n} in {os.getpid()}", flush=True)


if __name__ == "__main__":
    ready = Event()
    executor = ProcessPoolExecutor(1, initializer=keep, initargs=(ready,))
    executor.submit(work, 0)
    executor.submit(work, 1)
    executor.shutdown(wait=False)
    print(f"{os.getpid()} does not wait", flush=True)
    try:
        executor.submit(work, 2)
    except RuntimeError as error:
        print(f"RuntimeError: {error}", flush=True)
    ready.set()
