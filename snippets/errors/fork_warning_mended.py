import os
import threading
import warnings
from multiprocessing import get_context


def work(number):
    print(f"{os.getpid()} is child {number}")


def start(number, method):
    threads = threading.active_count()
    print(f"{method} from {os.getpid()}, number of threads: {threads}")
    process = get_context(method).Process(target=work, args=(number,))
    process.start()
    process.join()


if __name__ == "__main__":
    warnings.simplefilter("default")
    start(1, "fork")
    end = threading.Event()
    threading.Thread(target=end.wait).start()
    start(2, "spawn")
    end.set()
