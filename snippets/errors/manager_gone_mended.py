import os
from multiprocessing import Manager, Process


def use(prices):
    print(f"{os.getpid()} reads", prices["tea"])
    prices["tea"] += 1
    print(f"{os.getpid()} reads again", prices["tea"])


if __name__ == "__main__":
    with Manager() as manager:
        prices = manager.dict(tea=3)
        child = Process(target=use, args=(prices,))
        child.start()
        child.join()
        result = dict(prices)
    print(f"{child.pid} has ended: {child.exitcode}")
    print(f"{os.getpid()} has {result}")
