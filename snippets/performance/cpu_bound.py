import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool


def compute(n):
    return sum(i * i % 11 for i in range(n))


def measure(run, *size):
    began, cpu_began = time.perf_counter(), time.process_time()
    sums = list(run(compute, [300_000] * 4, *size))
    cpu = time.process_time() - cpu_began
    return time.perf_counter() - began, cpu, sum(sums)


if __name__ == "__main__":
    with ThreadPoolExecutor(2) as threads, Pool(4) as pool:
        cases = {
            "a loop": (map,),
            "2 threads": (threads.map,),
            "1 process": (pool.map, 4),
            "2 processes": (pool.map, 2),
            "4 processes": (pool.map, 1),
        }
        measure(pool.map, 1)
        measured = {name: [] for name in cases}
        for _ in range(5):
            for name, run in cases.items():
                measured[name].append(measure(*run))
    print("computing (s)")
    for name, values in measured.items():
        print(f"  {name}:", *(f"{t:.3f}" for t, _, _ in sorted(values)))
    print("sums:", {total for *_, total in measured["4 processes"]})
    elapsed = sum(t for t, _, _ in measured["2 threads"])
    used = sum(cpu for _, cpu, _ in measured["2 threads"])
    alone = sum(cpu for _, cpu, _ in measured["a loop"])
    helped = sum(cpu for _, cpu, _ in measured["4 processes"])
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"2 threads use one CPU, or no GIL: {used < 1.2 * elapsed or not gil}")
    print(f"processes compute for the parent: {helped < alone / 2}")
