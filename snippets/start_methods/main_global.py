import os
from multiprocessing import Process


def work():
    color = cfg["color"]
    print(f"child {os.getpid()}: {color}")


if __name__ == "__main__":
    cfg = {"color": "green"}
    p = Process(target=work)
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
