import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from statistics import median


def compute(n):
    return sum(i * i for i in range(n * 300_000, (n + 1) * 300_000))


def wait(n):
    time.sleep(0.02)


def measure(task, run):
    began = time.perf_counter()
    results = list(run(task, range(4)))
    return time.perf_counter() - began, results


if __name__ == "__main__":
    with ProcessPoolExecutor(4) as processes:
        measure(wait, processes.map)
        with ThreadPoolExecutor(4) as threads:
            ways = {
                "a loop": map,
                "4 threads": threads.map,
                "4 processes": processes.map,
            }
            times = {(task, way): [] for task in (compute, wait) for way in ways}
            for _ in range(5):
                for (task, way), measured in times.items():
                    measured.append(measure(task, ways[way]))
    for task in compute, wait:
        print(f"{task.__name__} (s)")
        for way in ways:
            took = sorted(seconds for seconds, _ in times[task, way])
            print(f"  {way}:", *(f"{seconds:.3f}" for seconds in took))
    medians = (median(t for t, _ in took) for took in times.values())
    *_, loop, threads, processes = medians
    print("sum:", sum(times[compute, "4 processes"][0][1]))
    print("waiting, 4 threads before the loop:", threads < loop)
    print("waiting, 4 processes before it:", processes < loop)
