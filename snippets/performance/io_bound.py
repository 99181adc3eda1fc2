import time
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool
from statistics import median


def measure(run, *size):
    began = time.perf_counter()
    list(run(time.sleep, [0.01] * 8, *size))
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    with Pool(8) as processes, ThreadPool(8) as threads:
        cases = {"a loop": (map,)}
        for n in 2, 4, 8:
            cases[f"{n} threads"] = threads.map, 8 // n
        for n in 2, 4, 8:
            cases[f"{n} processes"] = processes.map, 8 // n
        times = {name: [] for name in cases}
        measure(processes.map, 1)
        for _ in range(5):
            for name, run in cases.items():
                times[name].append(measure(*run))
    for name, values in times.items():
        if name == "a loop":
            print("waiting, with threads (ms)")
        elif name == "2 processes":
            print("waiting, with processes (ms)")
        print(f"  {name}:", *(f"{t:.1f}" for t in sorted(values)))
    loop, few, _, many, _, _, others = map(median, times.values())
    print(f"8 threads in half the time of a loop: {many < loop / 2}")
    print(f"8 threads before 2 threads: {many < few}")
    print(f"8 processes 4 times as fast as 8 threads: {others < many / 4}")
