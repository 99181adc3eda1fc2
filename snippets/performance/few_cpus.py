import os
import statistics
import time
from multiprocessing import Pool, active_children

TASKS = range(6)


def compute(task):
    began = time.process_time()
    sum(n * n for n in range(150_000))
    return time.process_time() - began


def measure(pool):
    began = time.perf_counter()
    busy = sum(pool.map(compute, TASKS, chunksize=1))
    elapsed = time.perf_counter() - began
    return elapsed, busy / elapsed


def show(title, cases):
    print(title)
    for name, values in cases.items():
        print(f"  {name}:", *(f"{value:.3f}" for value in sorted(values)))


if __name__ == "__main__":
    every = os.sched_getaffinity(0)
    times, used = {}, {}
    with Pool(1) as one, Pool(2) as two:
        for _ in range(5):
            for place, cpus in ("1 CPU", {min(every)}), ("all CPUs", every):
                for worker in active_children():
                    os.sched_setaffinity(worker.pid, cpus)
                for name, pool in ("1 worker", one), ("2 workers", two):
                    elapsed, share = measure(pool)
                    times.setdefault(f"{name}, {place}", []).append(elapsed)
                    used.setdefault(f"{name}, {place}", []).append(share)
    show(f"{len(TASKS)} tasks (s)", times)
    show("computing at once (CPUs)", used)
    most = statistics.median(used["2 workers, 1 CPU"])
    print(f"2 workers use more than the 1 CPU: {most > 1.05}")
