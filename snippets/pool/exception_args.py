import os
import threading
from multiprocessing import Pool

written = threading.Event()


class GoodError(Exception):
    def __init__(self, text, line):
        super().__init__(text, line)


class BadError(Exception):
    def __init__(self, text, line):
        super().__init__(f"{text} in line {line}")


def fail(kind):
    print(f"{os.getpid()} raises {kind.__name__}")
    raise kind("ten", 3)


def tell(failure):
    threading.__excepthook__(failure)
    written.set()


if __name__ == "__main__":
    threading.excepthook = tell
    pool = Pool(1)
    try:
        pool.apply(fail, (GoodError,))
    except GoodError as error:
        print("raised:", repr(error))
    lost = pool.apply_async(fail, (BadError,))
    written.wait()
    later = pool.apply_async(str)
    for name, result in (("lost", lost), ("later", later)):
        result.wait(timeout=0.2)
        print(f"{name} ready: {result.ready()}")
    try:
        pool.terminate()
    except AssertionError as error:
        print("terminate:", error)
