import os
from multiprocessing import get_context


def work(lock):
    print(f"child {os.getpid()} takes the lock: {lock.acquire()}")


if __name__ == "__main__":
    fork, spawn = get_context("fork"), get_context("spawn")
    for maker, starter in ((fork, spawn), (spawn, spawn), (fork, fork)):
        kind = f"{maker.get_start_method()} lock"
        lock = maker.Lock()
        p = starter.Process(target=work, args=(lock,))
        try:
            p.start()
            p.join()
            print(f"{kind}, {type(p).__name__}: exit code {p.exitcode}")
        except RuntimeError as error:
            print(f"{kind}, {type(p).__name__}: {error}")
