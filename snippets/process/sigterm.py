import os
import signal
import sys
import time
from multiprocessing import Event, Process


def leave(signum, frame):
    sys.exit(f"child {os.getpid()}: signal {signum}")


def work(ready):
    signal.signal(signal.SIGTERM, leave)
    try:
        ready.set()
        while True:
            time.sleep(0.1)
    finally:
        print(f"child {os.getpid()}: finally")


if __name__ == "__main__":
    ready = Event()
    p = Process(target=work, args=(ready,))
    p.start()
    ready.wait()
    p.terminate()
    p.join()
    print(f"exitcode of {p.pid}: {p.exitcode}")
