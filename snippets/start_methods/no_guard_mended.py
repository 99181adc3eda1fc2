import os
from multiprocessing import Process


def work():
    print(f"{os.getpid()}: work is called")


if __name__ == "__main__":
    p = Process(target=work)
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
