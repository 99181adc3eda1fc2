import os
import threading
from multiprocessing import Process


class Counter:
    def __init__(self, value):
        self.value = value
        self.lock = threading.Lock()

    def __getstate__(self):
        return self.value

    def __setstate__(self, value):
        self.__init__(value)

    def add(self, n):
        with self.lock:
            self.value += n
            locked = self.lock.locked()
        print(f"{os.getpid()}: {self.value}, locked: {locked}")


if __name__ == "__main__":
    counter = Counter(40)
    counter.add(2)
    p = Process(target=counter.add, args=(3,))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    print(f"parent: {counter.value}")
