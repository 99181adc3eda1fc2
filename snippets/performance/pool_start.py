import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process
from statistics import median


def work():
    pass


def new_process():
    p = Process(target=work)
    p.start()
    p.join()


def new_pool():
    with ProcessPoolExecutor(1) as pool:
        ask(pool)


def ask(pool):
    pool.submit(work).result()


def cost(call, *args):
    began = time.perf_counter()
    call(*args)
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    new_process()
    times = {"a new process": [], "a new pool": [], "a kept pool": []}
    for _ in range(5):
        times["a new process"].append(cost(new_process))
        times["a new pool"].append(cost(new_pool))
    with ProcessPoolExecutor(1) as pool:
        ask(pool)
        for _ in range(5):
            times["a kept pool"].append(cost(ask, pool))
    print("an empty task (ms)")
    for name, values in times.items():
        print(f"  {name}:", *(f"{ms:.2f}" for ms in sorted(values)))
    _, new, kept = map(median, times.values())
    print(f"a kept pool before a new pool: {kept < new}")
