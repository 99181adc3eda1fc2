import os
import socket
import sys
import threading
from multiprocessing import Pool


def kind_of(thing):
    return f"a {type(thing).__name__} in {os.getpid()}"


def main():
    def local():
        pass

    with socket.socket() as plug, Pool(1) as pool:
        things = {
            "open file": sys.stdout,
            "thread lock": threading.Lock(),
            "generator": (c for c in __name__),
            "dict.keys()": {}.keys(),
            "module": sys,
            "local function": local,
            "socket": plug,
        }
        for name, thing in things.items():
            try:
                print(f"{name}: {pool.apply(kind_of, (thing,))}")
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {error}")
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
