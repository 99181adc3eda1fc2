import atexit
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Queue


def late():
    print("atexit")


if __name__ == "__main__":
    atexit.register(late)
    queue = Queue()
    with ProcessPoolExecutor(1) as executor:
        try:
            print("worker:", executor.submit(os.getpid).result())
        finally:
            queue.put("text")
            print("worker:", executor.submit(os.getpid).result())
    print("queue:", queue.get())
    print("end of main")
