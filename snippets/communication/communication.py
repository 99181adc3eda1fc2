import os
from multiprocessing import Process, Queue


def write(queue):
    for color in "red", "green", "blue":
        print(f"Writer {os.getpid()} puts {color}")
        queue.put(color)
    queue.put(None)


def read(queue):
    while (color := queue.get()) is not None:
        print(f"Reader {os.getpid()} got {color}")


if __name__ == "__main__":
    queue = Queue()
    writer = Process(target=write, args=(queue,))
    reader = Process(target=read, args=(queue,))
    for process in writer, reader:
        process.start()
    for process in writer, reader:
        process.join()
        print(f"Process {process.pid} has ended")
