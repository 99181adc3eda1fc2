import os
from multiprocessing import Process


def greet(name):
    print(f"Hello {name}, says {os.getpid()}")


if __name__ == "__main__":
    right = Process(target=greet, args=("Bob",))
    right.start()
    right.join()
    wrong = Process(target=greet, args=("Bob"))
    wrong.start()
    wrong.join()
    print(f"exitcodes: {right.exitcode} and {wrong.exitcode}")
