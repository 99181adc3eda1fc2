import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

seen = []


def work(n):
    seen.append(n)
    return os.getpid()


if __name__ == "__main__":
    for kind in ThreadPoolExecutor, ProcessPoolExecutor:
        seen.clear()
        with kind(max_workers=2) as executor:
            pids = set(executor.map(work, range(4)))
        print(kind.__name__)
        print(f"  in {os.getpid()} itself: {os.getpid() in pids}")
        print(f"  seen by {os.getpid()}: {sorted(seen)}")
