import os
import time
from multiprocessing import Barrier, Lock, Process


def work(name, all_here, lock):
    print(f"{name} ({os.getpid()}) wants the lock")
    all_here.wait()
    with lock:
        print(f"{name} ({os.getpid()}) has the lock")
        time.sleep(0.05)
        print(f"{name} ({os.getpid()}) gives it back")


if __name__ == "__main__":
    all_here, lock = Barrier(3), Lock()
    args = (all_here, lock)
    processes = [Process(target=work, args=(n, *args)) for n in "ABC"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(f"{os.getpid()}: each of {len(processes)} has had the lock")
