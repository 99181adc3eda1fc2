import os
from multiprocessing import Pool


class Scaler:
    def __init__(self, factor):
        self.factor = factor
        self.pool = Pool(2)

    def __getstate__(self):
        state = vars(self).copy()
        del state["pool"]
        return state

    def scale(self, n):
        print(f"worker {os.getpid()}: {n}, only {list(vars(self))}")
        return n * self.factor

    def run(self, numbers):
        return self.pool.map(self.scale, numbers)


if __name__ == "__main__":
    scaler = Scaler(10)
    print("method:", scaler.run(range(-1, 2)))
    scaler.pool.close()
    scaler.pool.join()
    print("parent:", list(vars(scaler)))
