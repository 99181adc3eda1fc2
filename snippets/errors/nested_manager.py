import os
from multiprocessing import Manager, Process


def work(shared):
    shared["names"].append("Ann")
    shared["ages"]["Ann"] = 30
    shared["total"] += 30
    print(f"child {os.getpid()}: {dict(shared)}")


if __name__ == "__main__":
    with Manager() as manager:
        shared = manager.dict(names=[], ages={}, total=0)
        p = Process(target=work, args=(shared,))
        p.start()
        p.join()
        print(f"parent {os.getpid()}: {dict(shared)}")
