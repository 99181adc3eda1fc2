import os
from multiprocessing import Process
from pathlib import Path


def work(path):
    print(f"child {os.getpid()}: hello")
    with path.open("a") as log:
        print(f"child {os.getpid()}: hello", file=log)


if __name__ == "__main__":
    path = Path("log.txt")
    p = Process(target=work, args=(path,))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    print("in the file:", path.read_text().strip())
