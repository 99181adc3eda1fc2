import os
import socket
import threading
from multiprocessing import Pool
from pathlib import Path


def kind_of(thing):
    return f"a {type(thing).__name__} in {os.getpid()}"


def main():
    def local():
        pass

    with Path(__file__).open() as file, socket.socket() as plug:
        things = {
            "open file": file,
            "thread lock": threading.Lock(),
            "generator": (c for c in __name__),
            "dict.keys()": {}.keys(),
            "module": os,
            "local function": local,
            "socket": plug,
        }
        pool = Pool(1)
        for name, thing in things.items():
            try:
                print(f"{name}: {pool.apply(kind_of, (thing,))}")
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {error}")
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
