import os
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import Event, active_children


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
        futures = [executor.submit(work, n) for n in range(5)]
        started.wait()
        done, late = wait(futures, timeout=0.2)
        print(f"{os.getpid()}: done {len(done)}, late {len(late)}")
        for child in active_children():
            child.kill()
        print("end of with")
    print("after with")
    print({type(future.exception()).__name__ for future in late})
