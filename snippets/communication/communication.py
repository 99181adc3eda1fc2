import os
from multiprocessing import Process, Queue


def write(queue):
    print(f"Writer process {os.getpid()}")
    for color in "red", "green", "blue":
        print(f"Put {color} into the queue")
        queue.put(color)
    queue.put(None)


def read(queue):
    print(f"Reader process {os.getpid()}")
    while (color := queue.get()) is not None:
        print(f"Got {color} from the queue")


if __name__ == "__main__":
    print(f"Parent process {os.getpid()}")
    queue = Queue()
    writer = Process(target=write, args=(queue,))
    reader = Process(target=read, args=(queue,))
    for process in writer, reader:
        process.start()
    for process in writer, reader:
        process.join()
        print(f"Process {process.pid} has ended")
