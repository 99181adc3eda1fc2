import os
from multiprocessing import Process


def ask():
    print(f"{os.getpid()} asks")
    name = input()
    print(f"hello {name}")


if __name__ == "__main__":
    child = Process(target=ask)
    child.start()
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
    print(f"{os.getpid()} asks")
    print("hello", input())
