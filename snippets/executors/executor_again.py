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
    futures, done = {}, {}
    with ProcessPoolExecutor(max_workers=1) as executor:
        try:
            for n in tasks:
                futures[n] = executor.submit(work, n)
            for n in futures:
                done[n] = futures[n].result()
        except BrokenProcessPool:
            print("broken")
    return done


if __name__ == "__main__":
    tasks = range(5)
    done = attempt(tasks)
    print(os.getpid(), "has", done)
    for n in tasks:
        if n not in done:
            done |= attempt([n])
    print(os.getpid(), "has", done)
