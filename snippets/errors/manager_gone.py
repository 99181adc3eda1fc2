import os
from multiprocessing import Event, Manager, Process


def use(prices, begun, gone):
    print(f"{os.getpid()} reads", prices["tea"])
    begun.set()
    gone.wait()
    change(prices)


def change(prices):
    try:
        prices["tea"] = 4
    except OSError as error:
        print(f"{os.getpid()} gets {error!r}")


if __name__ == "__main__":
    begun, gone = Event(), Event()
    with Manager() as manager:
        prices = manager.dict(tea=3)
        child = Process(target=use, args=(prices, begun, gone))
        child.start()
        begun.wait()
    gone.set()
    child.join()
    change(prices)
