import os
from multiprocessing import Event, Pool


def init(events):
    global done
    done = events


def square(n):
    if n < 2:
        done[n + 1].wait()
    print(f"square({n}) is ready in {os.getpid()}")
    done[n].set()
    return n * n


if __name__ == "__main__":
    events = [Event() for _ in range(3)]
    with Pool(3, init, (events,)) as pool:
        print("map:", pool.map(square, range(3)))
