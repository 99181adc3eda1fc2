import os
from multiprocessing import Event, Pool


def init(*events):
    global begun, end
    begun, end = events


def double(number):
    print(f"{os.getpid()} doubles {number}")
    begun.set()
    end.wait()
    print(f"{os.getpid()} is done")
    return 2 * number


if __name__ == "__main__":
    events = Event(), Event()
    init(*events)
    with Pool(1, init, events) as pool:
        result = pool.apply_async(double, (4,))
        begun.wait()
    print("ready:", result.ready())
    value = result.get()
    print("result:", value)
