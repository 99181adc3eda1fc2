import os
from multiprocessing import Event, Process, Queue


def work(queue, go_on):
    queue.put(n * n for n in range(3))
    queue.put("the next item")
    go_on.wait()
    print(f"child {os.getpid()}: put() raised nothing")


if __name__ == "__main__":
    queue, go_on = Queue(), Event()
    p = Process(target=work, args=(queue, go_on))
    p.start()
    print("get:", queue.get())
    go_on.set()
    p.join()
    print(f"queue empty: {queue.empty()}")
    print(f"exitcode of {p.pid}: {p.exitcode}")
