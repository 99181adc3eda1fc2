import os
from concurrent.futures import ProcessPoolExecutor


def numbers():
    for n in range(5):
        print("  take", n)
        yield n


def work(n):
    return n, os.getpid()


if __name__ == "__main__":
    for size in None, 2:
        with ProcessPoolExecutor(max_workers=1) as executor:
            results = executor.map(work, numbers(), buffersize=size)
            print(f"buffersize={size}")
            for n, pid in results:
                print(f"result {n} from {pid}")
