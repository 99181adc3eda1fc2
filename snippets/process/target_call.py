import os
from multiprocessing import Process


def work(name):
    print(f"{name}: work() runs in {os.getpid()}")


if __name__ == "__main__":
    wrong = Process(target=work("wrong"))
    wrong.start()
    wrong.join()
    right = Process(target=work, args=("right",))
    right.start()
    right.join()
    print(f"{os.getpid()}: exitcodes {wrong.exitcode} and {right.exitcode}")
