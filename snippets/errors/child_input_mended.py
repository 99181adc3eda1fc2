import os
from multiprocessing import Process, SimpleQueue


def greet(names):
    print(f"{os.getpid()} says hello {names.get()}")


if __name__ == "__main__":
    names = SimpleQueue()
    child = Process(target=greet, args=(names,), daemon=True)
    child.start()
    print(f"{os.getpid()} asks")
    names.put(input())
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
