import os
from multiprocessing import Process
from pathlib import Path


def work(path):
    with path.open("rb") as file:
        print(f"child {os.getpid()}: reads {file.read(5)}")


if __name__ == "__main__":
    path = Path(__file__)
    with path.open("rb") as file:
        print(f"parent {os.getpid()}: reads {file.read(5)}")
        p = Process(target=work, args=(path,))
        p.start()
        p.join()
        print(f"parent {os.getpid()}: reads {file.read(5)}")
