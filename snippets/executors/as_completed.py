import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import Event


def init(events):
    global gates
    gates = events


def work(n):
    gates[n].wait()
    return os.getpid()


if __name__ == "__main__":
    events = [Event() for _ in range(3)]
    with ProcessPoolExecutor(3, None, init, (events,)) as executor:
        inputs = {executor.submit(work, n): n for n in range(3)}
        done = as_completed(inputs)
        for n in (2, 0, 1):
            events[n].set()
            future = next(done)
            print(f"task {inputs[future]} from {future.result()}")
