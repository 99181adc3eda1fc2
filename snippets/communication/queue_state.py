import os
import time
from multiprocessing import Process, Queue
from queue import Empty
from threading import Event

pickle_now = Event()


class Slow:
    def __reduce__(self):
        pickle_now.wait()
        return str, ("slow",)


def take(queue):
    print(f"child {os.getpid()} takes {queue.get()!r}")


if __name__ == "__main__":
    queue = Queue()
    queue.put(Slow())
    print(f"after put: qsize {queue.qsize()}, empty {queue.empty()}")
    pickle_now.set()
    while queue.empty():
        time.sleep(0.01)
    print(f"written: qsize {queue.qsize()}, empty {queue.empty()}")
    child = Process(target=take, args=(queue,))
    child.start()
    child.join()
    try:
        queue.get_nowait()
    except Empty:
        print(f"parent {os.getpid()} comes too late: Empty")
