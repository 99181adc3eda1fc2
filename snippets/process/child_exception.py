import os
from multiprocessing import Process


def divide(n):
    print(f"10 / {n} = {10 / n}")


if __name__ == "__main__":
    p = Process(target=divide, args=(0,))
    try:
        p.start()
        p.join()
    except ZeroDivisionError:
        print("never printed")
    print(f"{os.getpid()} goes on; exitcode of {p.pid}: {p.exitcode}")
