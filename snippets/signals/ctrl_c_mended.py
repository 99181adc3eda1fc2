import os
import signal
import sys
import time
from multiprocessing import Event, Process


def work(ready):
    try:
        ready.set()
        while True:
            time.sleep(0.1)
    except KeyboardInterrupt:
        print(f"child {os.getpid()}: interrupted")
        sys.exit(130)


if __name__ == "__main__":
    ready = Event()
    child = Process(target=work, args=(ready,))
    child.start()
    ready.wait()
    try:
        os.killpg(0, signal.SIGINT)
    except KeyboardInterrupt:
        child.join()
        print(f"parent {os.getpid()}: exitcode {child.exitcode}")
        sys.exit(130)
