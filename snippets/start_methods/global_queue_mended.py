import os
from multiprocessing import Event, Process, Queue


def work(queue, ready):
    print(f"child {os.getpid()}: the event is set: {ready.is_set()}")
    queue.put(os.getpid())


if __name__ == "__main__":
    queue = Queue()
    ready = Event()
    ready.set()
    p = Process(target=work, args=(queue, ready))
    p.start()
    print(f"parent {os.getpid()}: waits for {p.pid}")
    print(f"parent {os.getpid()}: {queue.get()} has put its PID")
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
