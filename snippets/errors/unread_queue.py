import os
from multiprocessing import Process, Queue


def read(queue):
    item = queue.get()
    print(f"{os.getpid()} got {len(item)} {item[0]}, and that will do")


if __name__ == "__main__":
    queue = Queue()
    reader = Process(target=read, args=(queue,))
    reader.start()
    for letter in "abc":
        print(f"{os.getpid()} puts {letter}")
        queue.put(letter * 100_000)
    reader.join()
    print(f"{reader.pid} has ended: {reader.exitcode}")
    print(f"{os.getpid()} has nothing more to do")
