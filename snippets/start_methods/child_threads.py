import os
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Process

pool = ThreadPoolExecutor(1)


def square(who, number):
    future = pool.submit(pow, number, 2)
    count = threading.active_count()
    print(f"{who} {os.getpid()}: square of {number}, {count} threads")
    print(f"{who} {os.getpid()}: {future.result()}")


if __name__ == "__main__":
    square("parent", 3)
    p = Process(target=square, args=("child", 4))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
