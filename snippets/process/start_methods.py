import os
from multiprocessing import get_context, parent_process

color = "red"


def work(method):
    print(f"{method}: {os.getpid()} sees {color} in {__name__}")
    print(f"{method}: started for {parent_process().pid} by {os.getppid()}")


if __name__ == "__main__":
    color = "green"
    print(f"main: {os.getpid()} sees {color} in {__name__}")
    for method in ("fork", "spawn", "forkserver"):
        p = get_context(method).Process(target=work, args=(method,))
        p.start()
        p.join()
