import os
from multiprocessing import Barrier, Pool


def init(shared):
    global barrier
    barrier = shared


def work(n):
    if n < 4:
        print(f"Task {n} runs in {os.getpid()}.")
        barrier.wait()
        barrier.wait()
    return os.getpid()


if __name__ == "__main__":
    meeting = Barrier(5)
    with Pool(4, init, (meeting,)) as pool:
        results = [pool.apply_async(work, (n,)) for n in range(5)]
        meeting.wait()
        print("Four workers are busy. Task 4 has to wait.")
        meeting.wait()
        print(f"Task {len(results) - 1} ran in {results[-1].get()}.")
        pool.close()
        pool.join()
