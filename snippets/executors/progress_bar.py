import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed


def work(n):
    return sum(range(n * 1000))


def show(done, total):
    bar = "#" * done + "." * (total - done)
    print(f"\r[{bar}] {done}/{total}", end="", file=sys.stderr)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as executor:
        futures = [executor.submit(work, n) for n in range(8)]
        show(0, len(futures))
        for done, _ in enumerate(as_completed(futures), 1):
            show(done, len(futures))
    print(file=sys.stderr)
    total = sum(future.result() for future in futures)
    print(f"{os.getpid()}: the sum is {total}")
