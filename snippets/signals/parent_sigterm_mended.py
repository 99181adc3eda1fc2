import os
import signal
import sys
import time
from multiprocessing import get_context

mp = get_context("fork")


def report(name, ready):
    print(f"{name}: my parent is {os.getppid()}")
    ready.release()
    time.sleep(60)


def parent(ready):
    child = mp.Process(target=report, args=("child", ready))
    child.start()
    mp.Process(target=report, args=("daemon", ready), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        ready.release()
        while True:
            time.sleep(0.1)
    finally:
        child.terminate()


if __name__ == "__main__":
    ready = mp.Semaphore(0)
    p = mp.Process(target=parent, args=(ready,))
    p.start()
    for _ in range(3):
        ready.acquire()
    p.terminate()
    p.join()
    print(f"main: exitcode of {p.pid} is {p.exitcode}")
