import os
import threading
from multiprocessing import Process


class Counter:
    def __init__(self, value):
        self.value = value
        self.lock = threading.Lock()

    def add(self):
        with self.lock:
            self.value += 1
            locked = self.lock.locked()
        print(f"{os.getpid()}: {self.value}, locked: {locked}")


if __name__ == "__main__":
    counter = Counter(40)
    counter.add()
    p = Process(target=counter.add)
    try:
        p.start()
        p.join()
        print(f"exit code of {p.pid}: {p.exitcode}")
    except TypeError as error:
        print(f"TypeError: {error}")
        for note in getattr(error, "__notes__", [])[:3]:
            print(f"  {note}")
    print(f"parent: {counter.value}")
