import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context


def work(n):
    return n, os.getpid(), type(current_process()).__name__


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1) as executor:
        for n, pid, kind in executor.map(work, range(3)):
            print(f"task {n}: {kind} {pid}")
    for method in "forkserver", "fork":
        context = get_context(method)
        try:
            with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as pool:
                n, pid, kind = pool.submit(work, 3).result()
                print(f"task {n}: {kind} {pid}")
        except ValueError as error:
            print(f"{os.getpid()}: {error}")
