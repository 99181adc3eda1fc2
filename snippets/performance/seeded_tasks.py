import os
import random
from multiprocessing import Barrier, Pool


def prepare(barrier):
    global together, own
    together, own = barrier, random.Random(7)


def per_worker(task):
    together.wait()
    return f"{own.random():.3f}"


def per_task(task):
    return f"{random.Random(f'7-{task}').random():.3f}"


if __name__ == "__main__":
    seen = set()
    for workers, chunksize in (1, 4), (2, 2), (4, 1):
        with Pool(workers, prepare, (Barrier(workers),)) as pool:
            print(f"{workers=} {chunksize=}")
            print("  per worker:", *pool.map(per_worker, range(4), 1))
            results = pool.map(per_task, range(4), chunksize)
            print("  per task:  ", *results)
            seen.add(tuple(results))
    print(f"parent {os.getpid()}: {len(seen)} result per task")
