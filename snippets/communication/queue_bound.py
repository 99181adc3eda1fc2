import os
from multiprocessing import Event, Process, Queue
from queue import Full


def produce(queue, waits):
    for n in range(3):
        try:
            queue.put(n, timeout=0.1)
        except Full:
            print(f"{os.getpid()}: Full, so {n} has to wait")
            waits.set()
            queue.put(n)
        print(f"{os.getpid()} has put {n}")


if __name__ == "__main__":
    queue, waits = Queue(maxsize=2), Event()
    producer = Process(target=produce, args=(queue, waits))
    producer.start()
    waits.wait()
    print(f"{os.getpid()} makes room")
    numbers = [queue.get() for _ in range(3)]
    producer.join()
    print(f"{os.getpid()} has got {numbers}")
