import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def prepare(*events):
    global ready, stop
    ready, stop = events
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(n):
    ready.set()
    return f"told to stop: {stop.wait()}"


if __name__ == "__main__":
    ready, stop = Event(), Event()
    with ProcessPoolExecutor(1, None, prepare, (ready, stop)) as executor:
        futures = [executor.submit(work, n) for n in range(9)]
        ready.wait()
        try:
            os.killpg(0, signal.SIGINT)
        except KeyboardInterrupt:
            print("parent: KeyboardInterrupt")
            for future in futures:
                future.cancel()
            stop.set()
    print("task 0:", futures[0].result())
    cancelled = sum(future.cancelled() for future in futures)
    print(f"{cancelled} of {len(futures)} tasks cancelled")
