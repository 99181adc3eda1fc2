import os
import sys
from multiprocessing import Pool


def check(port):
    print(f"{os.getpid()} checks {port}")
    if port < 1024:
        sys.exit(3)
    return port


def task(port):
    try:
        return check(port)
    except SystemExit as error:
        raise RuntimeError(f"exit code {error.code}") from error


def show(pool, port):
    try:
        print("checked:", pool.apply(task, (port,)))
    except RuntimeError as error:
        print(f"{port} failed: {error}")


if __name__ == "__main__":
    with Pool(1) as pool:
        for port in (8000, 80, 9000):
            show(pool, port)
