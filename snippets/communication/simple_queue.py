import os
import threading
from multiprocessing import Process, Queue, SimpleQueue


def work(queue):
    name = type(queue).__name__
    queue.put(f"hello from {os.getpid()}")
    print(f"{name}: {threading.active_count()} thread(s)")
    if name == "SimpleQueue":
        try:
            queue.put(letter for letter in name)
        except TypeError as error:
            print(f"{name}: {error}")


if __name__ == "__main__":
    for queue in Queue(), SimpleQueue():
        child = Process(target=work, args=(queue,))
        child.start()
        print(queue.get())
        child.join()
        print(f"exit code of {child.pid}: {child.exitcode}")
