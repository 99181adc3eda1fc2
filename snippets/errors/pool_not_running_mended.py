import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def square(n):
    print(f"{os.getpid()} squares {n}")
    return n * n


if __name__ == "__main__":
    with Pool(1) as pool:
        for n in 2, 3:
            print("Pool:", pool.map(square, [n]))
    with ProcessPoolExecutor(1) as executor:
        for n in 5, 6:
            future = executor.submit(square, n)
            print("executor:", future.result())
    print("done")
