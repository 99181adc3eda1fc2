import os
from multiprocessing import Process
from multiprocessing.managers import BaseManager
from queue import Queue

tasks = Queue()


def get_tasks():
    return tasks


class Market(BaseManager):
    pass


Market.register("get_tasks", callable=get_tasks)


def work(address):
    market = Market(address, authkey=b"tea")
    market.connect()
    print(f"{os.getpid()} has got {market.get_tasks().get()}")


if __name__ == "__main__":
    with Market(("127.0.0.1", 0), authkey=b"tea") as market:
        child = Process(target=work, args=(market.address,))
        child.start()
        print(f"{os.getpid()} puts a task")
        market.get_tasks().put(42)
        child.join()
        print("queue empty:", market.get_tasks().empty())
