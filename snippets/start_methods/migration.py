import os
import sys
import threading
from multiprocessing import Process, get_start_method

mode = "red"


def work(thing):
    print(f"{os.getpid()} has {type(thing).__name__}, mode {mode}")


def attempt(thing):
    p = Process(target=work, args=(thing,))
    try:
        p.start()
        p.join()
        print(f"exit code {p.exitcode}")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    mode = "green"
    print(f"Python 3.{sys.version_info.minor}: {get_start_method()}")
    for thing in ("text", lambda: mode, sys.stdout, threading.Lock()):
        attempt(thing)
