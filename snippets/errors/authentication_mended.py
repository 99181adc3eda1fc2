import os
from multiprocessing import Manager, Pool


class Job:
    def __init__(self, manager):
        self.manager = manager
        self.seen = manager.list()

    def __getstate__(self):
        state = vars(self).copy()
        del state["manager"]
        return state

    def double(self, n):
        print(f"worker {os.getpid()} has only {list(vars(self))}")
        self.seen.append(n)
        return 2 * n


if __name__ == "__main__":
    with Manager() as manager, Pool(1) as pool:
        job = Job(manager)
        print("results:", pool.map(job.double, [1, 2]))
        print("seen:", list(job.seen))
