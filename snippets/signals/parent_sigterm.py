import os
import time
from multiprocessing import get_context

mp = get_context("fork")


def report(ready, gone, done):
    role = f"daemon={mp.current_process().daemon}"
    print(f"{role}: my parent is {os.getppid()}")
    ready.release()
    gone.wait()
    print(f"{role}: my parent is {os.getppid()}")
    done.release()


def parent(*events):
    for daemon in False, True:
        mp.Process(target=report, args=events, daemon=daemon).start()
    time.sleep(60)


if __name__ == "__main__":
    ready, gone, done = mp.Semaphore(0), mp.Event(), mp.Semaphore(0)
    p = mp.Process(target=parent, args=(ready, gone, done))
    p.start()
    for _ in range(2):
        ready.acquire()
    p.terminate()
    p.join()
    print(f"main: exitcode of {p.pid} is {p.exitcode}")
    gone.set()
    for _ in range(2):
        done.acquire()
    print("main: both were still running")
