import os
from multiprocessing import Process


def work(n):
    print(f"child {os.getpid()}: {cfg['color']} {n}")


if __name__ == "__main__":
    cfg = {"color": "green"}
    p = Process(target=work, args=(3,))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
