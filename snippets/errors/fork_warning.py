import os
import threading
import warnings
from multiprocessing import get_context


def work(number):
    print(f"{os.getpid()} is child {number}")


def start(number):
    process = get_context("fork").Process(target=work, args=(number,))
    process.start()
    process.join()


if __name__ == "__main__":
    end = threading.Event()
    threading.Thread(target=end.wait).start()
    print(f"{os.getpid()} has {threading.active_count()} threads", flush=True)
    pid = os.fork()
    if pid == 0:
        work(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    print(f"{pid} has ended: {status}")
    start(2)
    warnings.simplefilter("default")
    start(3)
    end.set()
