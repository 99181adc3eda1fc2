import atexit
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Queue


def late():
    print("atexit")
    attempt(queue.put)
    attempt(executor.submit)


def attempt(function):
    try:
        function(len)
        print(f"{function.__name__}: no error")
    except RuntimeError as error:
        print(f"{function.__name__}: {error!r}")


if __name__ == "__main__":
    atexit.register(late)
    queue = Queue()
    executor = ProcessPoolExecutor(1)
    print("worker:", executor.submit(os.getpid).result())
    print("end of main")
