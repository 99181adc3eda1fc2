import os
import signal
from multiprocessing import Pool, TimeoutError


def die():
    print(f"Worker {os.getpid()} dies.", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def live():
    print(f"Worker {os.getpid()} is its replacement.", flush=True)


if __name__ == "__main__":
    with Pool(1) as pool:
        lost = pool.apply_async(die)
        pool.apply(live)
        try:
            lost.get(timeout=0.5)
        except TimeoutError:
            print("Nobody will answer for the lost task.")
        print("ready:", lost.ready())
