import os
from multiprocessing import Event, Pool


def init(event):
    global go
    go = event


def square(n):
    print(f"square({n}) starts in {os.getpid()}")
    go.wait()
    return n * n


if __name__ == "__main__":
    event = Event()
    with Pool(2, init, (event,)) as pool:
        result = pool.apply_async(square, (3,))
        print("apply_async returned, ready:", result.ready())
        event.set()
        print("get:", result.get())
        print("now ready:", result.ready())
        print("apply:", pool.apply(square, (4,)))
        pool.close()
        pool.join()
