import time
from concurrent.futures import ProcessPoolExecutor
from statistics import median


def work(seconds):
    if seconds > 0:
        time.sleep(seconds)


def show(title, tasks, sizes):
    times = {size: [] for size in sizes}
    for _ in range(5):
        for size, values in times.items():
            began = time.perf_counter()
            list(executor.map(work, tasks, chunksize=size))
            values.append((time.perf_counter() - began) * 1000)
    print(f"{title} (ms)")
    for size, values in times.items():
        name = f"chunksize={size}"
        print(f"  {name}:", *(f"{t:.1f}" for t in sorted(values)))
    return times.values()


if __name__ == "__main__":
    with ProcessPoolExecutor(4) as executor:
        list(executor.map(work, [0.05] * 4))
        one, ten, quarter = show("200 short tasks", [0] * 200, [1, 10, 50])
        tasks = [0] * 12 + [0.025] * 4
        fine, _, coarse = show("4 slow tasks at the end", tasks, [1, 2, 4])
    one, ten, quarter = median(one), median(ten), median(quarter)
    print(f"short: chunksize 10 before 1: {ten < one}")
    print(f"short: chunksize 1 before 50: {one < quarter}")
    print(f"slow, at best: chunksize 1 before 4: {min(fine) < min(coarse)}")
