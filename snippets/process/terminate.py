import atexit
import os
import time
from multiprocessing import Event, Process


def work(ready):
    atexit.register(print, "atexit: never printed")
    try:
        print(f"child {os.getpid()}: inside try")
        ready.set()
        time.sleep(60)
    finally:
        print("finally: never printed")


if __name__ == "__main__":
    for stop in (Process.terminate, Process.kill):
        ready = Event()
        p = Process(target=work, args=(ready,))
        p.start()
        ready.wait()
        stop(p)
        p.join()
        print(f"{stop.__name__}: exitcode of {p.pid} is {p.exitcode}")
