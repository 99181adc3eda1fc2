import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def prepare(*events):
    global begun, late
    begun, late = events


def work(name):
    print(f"worker {os.getpid()}: {name} begins")
    begun.set()
    late.wait()
    print(f"worker {os.getpid()}: {name} ends")
    return name


if __name__ == "__main__":
    begun, late = Event(), Event()
    with ProcessPoolExecutor(1, None, prepare, (begun, late)) as executor:
        first = executor.submit(work, "first")
        print(f"parent: the first has begun: {begun.wait()}")
        try:
            first.result(timeout=0.2)
        except TimeoutError:
            print(f"parent: TimeoutError, cancel() is {first.cancel()}")
        executor.submit(work, "second")
        late.set()
    print(f"parent: with is over, {first.result()} is done")
