import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context, get_start_method


def describe(user):
    kind = type(current_process()).__name__
    return f"{user}: {kind} {os.getpid()}, default {get_start_method()}"


if __name__ == "__main__":
    context = get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as executor:
        print(executor.submit(describe, "executor").result())
    with context.Pool(1) as pool:
        print(pool.apply(describe, ("pool",)))
        pool.close()
        pool.join()
    print(describe("parent"))
