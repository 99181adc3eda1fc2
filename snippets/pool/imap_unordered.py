import os
from multiprocessing import Event, Pool


def init(events):
    global gates
    gates = events


def work(n):
    gates[n].wait()
    return f"task {n} from {os.getpid()}"


if __name__ == "__main__":
    events = [Event() for _ in range(3)]
    with Pool(3, init, (events,)) as pool:
        results = pool.imap_unordered(work, range(3))
        for n in (2, 0, 1):
            events[n].set()
            print("received:", next(results))
