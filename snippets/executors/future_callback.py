import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def init(event):
    global gate
    gate = event


def work():
    gate.wait()
    return os.getpid()


def fail(future):
    raise ValueError("nobody catches this")


def report(future):
    main = threading.current_thread() is threading.main_thread()
    print(f"{future.result()} is done, says {os.getpid()}, main: {main}")


if __name__ == "__main__":
    gate = Event()
    with ProcessPoolExecutor(1, None, init, (gate,)) as executor:
        future = executor.submit(work)
        future.add_done_callback(fail)
        future.add_done_callback(report)
        gate.set()
    print("The with block is over.")
    future.add_done_callback(report)
    print("The program goes on.")
