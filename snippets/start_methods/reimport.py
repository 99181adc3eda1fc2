import os
from multiprocessing import get_context

print(f"{os.getpid()}: this file runs as {__name__}")


def work(method):
    print(f"{os.getpid()}: work() by {method}")


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        p = get_context(method).Process(target=work, args=(method,))
        p.start()
        p.join()
