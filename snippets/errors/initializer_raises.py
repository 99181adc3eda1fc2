import os
from multiprocessing import Pool, Value


def connect(tries):
    tries.value += 1
    if tries.value < 3:
        raise ConnectionError(f"try {tries.value} by {os.getpid()} failed")
    print(f"try {tries.value} by {os.getpid()} succeeded")


if __name__ == "__main__":
    tries = Value("i", 0)
    with Pool(1, connect, (tries,)) as pool:
        print("first result from", pool.apply(os.getpid))
    print("tries:", tries.value)
