import os
import signal
import time
from multiprocessing import Event, Process


def work(ready):
    try:
        ready.set()
        while True:
            time.sleep(0.1)
    except KeyboardInterrupt:
        print(f"child {os.getpid()}: KeyboardInterrupt")
    finally:
        print(f"child {os.getpid()}: cleaned up")


if __name__ == "__main__":
    for sent in signal.SIGINT, signal.SIGTERM, signal.SIGKILL:
        ready = Event()
        child = Process(target=work, args=(ready,))
        child.start()
        ready.wait()
        os.kill(child.pid, sent)
        child.join()
        print(f"{sent.name} to {child.pid}: exitcode {child.exitcode}")
