import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(*events):
    global started, release
    started, release = events


def work(n):
    print(f"{os.getpid()} begins {n}", flush=True)
    started.set()
    release.wait()
    print(f"{os.getpid()} has done {n}", flush=True)


if __name__ == "__main__":
    started, release = Event(), Event()
    with ProcessPoolExecutor(1, None, keep, (started, release)) as executor:
        results = executor.map(work, range(5), timeout=0.2)
        started.wait()
        try:
            list(results)
        except TimeoutError:
            print(f"{os.getpid()}: TimeoutError")
        print("end of with")
        release.set()
    print("after with")
