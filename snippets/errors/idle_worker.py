import os
import signal
from multiprocessing import Pool
from pathlib import Path


def task():
    return os.getpid()


def state(pid):
    stat = Path(f"/proc/{pid}/stat").read_text()
    return stat.rpartition(")")[2].split()[0]


if __name__ == "__main__":
    with Pool(1) as pool:
        worker = pool.apply(task)
        print(f"{worker} has done a task")
        while state(worker) != "S":
            pass
        os.kill(worker, signal.SIGKILL)
        print(f"{worker} is killed")
        worker = pool.apply(task)
        print(f"{worker} has done a task")
