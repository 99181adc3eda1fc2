import os
from concurrent.futures import ProcessPoolExecutor


def square(n):
    print(f"square({n}) in {os.getpid()}")
    return n * n


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as executor:
        futures = [executor.submit(square, n) for n in range(4)]
        print(f"{os.getpid()} has submitted {len(futures)} tasks")
        print("results:", [future.result() for future in futures])
