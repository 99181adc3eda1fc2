import os
from multiprocessing import Condition, Event, Process, Value


def wait(name, condition, ready, news):
    with condition:
        print(f"{name} ({os.getpid()}) waits")
        ready.set()
        condition.wait_for(lambda: news.value)
    print(f"{name} ({os.getpid()}) goes on")


if __name__ == "__main__":
    condition, ready = Condition(), Event()
    news = Value("i", 0)
    args = (condition, ready, news)
    early = Process(target=wait, args=("early", *args))
    late = Process(target=wait, args=("late", *args))
    early.start()
    ready.wait()
    with condition:
        print(f"parent ({os.getpid()}) notifies all")
        news.value = 1
        condition.notify_all()
    late.start()
    for p in early, late:
        p.join()
        print(f"{p.pid} has ended")
