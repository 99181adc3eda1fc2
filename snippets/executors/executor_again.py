import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def work(n):
    print(f"{os.getpid()} works on {n}", flush=True)
    if n == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return n * n


def attempt(tasks):
    futures = {}
    with ProcessPoolExecutor(max_workers=1) as executor:
        try:
            for n in tasks:
                futures[n] = executor.submit(work, n)
        except BrokenProcessPool:
            pass
    return {n: f.result() for n, f in futures.items() if not f.exception()}


if __name__ == "__main__":
    tasks = range(5)
    done = attempt(tasks)
    print(f"{os.getpid()} has {done}")
    for n in tasks:
        if n not in done:
            alone = attempt([n])
            print(f"{n} alone: {alone}")
            done |= alone
    print(f"{os.getpid()} has {done}")
