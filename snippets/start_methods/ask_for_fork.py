import os
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

color = "red"


def look(name):
    print(f"{name}: {os.getpid()} sees {color}", flush=True)


if __name__ == "__main__":
    color = "green"
    fork = get_context("fork")
    with ProcessPoolExecutor(1) as executor:
        executor.submit(look, "default").result()
    with ProcessPoolExecutor(1, mp_context=fork) as executor:
        executor.submit(look, "executor").result()
    with fork.Pool(1) as pool:
        pool.apply(look, ("pool",))
    done = threading.Event()
    threading.Thread(target=done.wait).start()
    warnings.simplefilter("always")
    p = fork.Process(target=look, args=("process",))
    p.start()
    done.set()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
