import os
import signal
import time
from multiprocessing import Event, Process


def work(ready):
    try:
        ready.set()
        while True:
            time.sleep(0.1)
    finally:
        print(f"child {os.getpid()}: finally")


if __name__ == "__main__":
    ready = Event()
    child = Process(target=work, args=(ready,))
    child.start()
    ready.wait()
    try:
        os.killpg(0, signal.SIGINT)
    finally:
        child.join()
        print(f"parent {os.getpid()}: exitcode {child.exitcode}")
