import os
import signal
import sys
from multiprocessing import Process, Semaphore, parent_process


def report(name, ready):
    print(f"{name} {os.getpid()}: my parent is {parent_process().pid}")
    ready.release()
    signal.pause()


if __name__ == "__main__":
    ready = Semaphore(0)
    child = Process(target=report, args=("child", ready))
    child.start()
    Process(target=report, args=("daemon", ready), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        for _ in range(2):
            ready.acquire()
        os.kill(os.getpid(), signal.SIGTERM)
        print("never printed")
    finally:
        child.terminate()
        child.join()
        print(f"parent {os.getpid()}: exitcode {child.exitcode}")
