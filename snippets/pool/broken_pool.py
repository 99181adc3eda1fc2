import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def die():
    print(f"Worker {os.getpid()} dies.", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as executor:
        future = executor.submit(die)
        try:
            future.result()
        except BrokenProcessPool as error:
            print("result:", error)
        try:
            executor.submit(print)
        except BrokenProcessPool as error:
            print("submit:", error)
    with ProcessPoolExecutor(max_workers=1) as executor:
        print("new executor:", executor.submit(os.getpid).result())
