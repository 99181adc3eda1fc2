import os
from multiprocessing import Process


def greet(name):
    print(f"Hello {name}, this is process {os.getpid()}.")


if __name__ == "__main__":
    child = Process(target=greet, args=("world",))
    child.start()
    child.join()
    print(f"Process {child.pid} has ended, {os.getpid()} goes on.")
