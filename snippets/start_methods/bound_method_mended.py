import os
import threading
from multiprocessing import Process


class Counter:
    def __init__(self, value):
        self.value = value
        self.lock = threading.Lock()

    def __getstate__(self):
        return {"value": self.value}

    def __setstate__(self, state):
        self.__init__(**state)

    def add(self):
        with self.lock:
            self.value += 1
            locked = self.lock.locked()
        print(f"{os.getpid()}: {self.value}, locked: {locked}")


if __name__ == "__main__":
    counter = Counter(40)
    counter.add()
    p = Process(target=counter.add)
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    print(f"parent: {counter.value}")
