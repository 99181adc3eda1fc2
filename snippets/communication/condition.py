import os
from multiprocessing import Condition, Event, Process


def wait(name, condition, ready):
    with condition:
        print(f"{name} ({os.getpid()}) waits")
        ready.set()
        condition.wait()
    print(f"{name} ({os.getpid()}) goes on")


if __name__ == "__main__":
    condition, ready = Condition(), Event()
    args = (condition, ready)
    early = Process(target=wait, args=("early", *args))
    late = Process(target=wait, args=("late", *args))
    early.start()
    ready.wait()
    with condition:
        print(f"parent ({os.getpid()}) notifies all")
        condition.notify_all()
    late.start()
    for p in early, late:
        p.join()
        print(f"{p.pid} has ended")
