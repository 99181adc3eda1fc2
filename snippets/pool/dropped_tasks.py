import os
import time
from multiprocessing import Barrier, Pool


def init(shared):
    global barrier
    barrier = shared


def work(n):
    print(f"Task {n} starts in {os.getpid()}.")
    barrier.wait()
    time.sleep(60)
    print(f"Task {n} ends.")


if __name__ == "__main__":
    meeting = Barrier(3)
    with Pool(2, init, (meeting,)) as pool:
        results = [pool.apply_async(work, (n,)) for n in range(4)]
        meeting.wait()
    print("The with block is over.")
    finished = sum(result.ready() for result in results)
    print(f"Finished: {finished} of {len(results)} tasks.")
