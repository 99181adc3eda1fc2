import os
from multiprocessing import Process


def work():
    print(f"work() runs in {os.getpid()}")


if __name__ == "__main__":
    p = Process(target=work)
    print(f"{os.getpid()} calls run()")
    p.run()
    print(f"exit code: {p.exitcode}")
    print(f"{os.getpid()} calls start()")
    p.start()
    p.join()
    print(f"exit code: {p.exitcode}")
