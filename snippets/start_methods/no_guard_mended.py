import os
from multiprocessing import Process


def work(n):
    print(f"{os.getpid()}: work({n})")


if __name__ == "__main__":
    p = Process(target=work, args=(3,))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
