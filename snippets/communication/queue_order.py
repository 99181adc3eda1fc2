import os
from multiprocessing import Event, Process, Queue


class Slow:
    def __init__(self, go_on):
        self.go_on = go_on

    def __reduce__(self):
        self.go_on.wait()
        return str, ("A1",)


def work_a(queue, a_done, go_on):
    for item in Slow(go_on), "A2":
        queue.put(item)
    print(f"A ({os.getpid()}) has put A1 and A2")
    a_done.set()


def work_b(queue, a_done):
    a_done.wait()
    print(f"B ({os.getpid()}) puts B1 after that")
    queue.put("B1")


if __name__ == "__main__":
    queue, a_done, go_on = Queue(), Event(), Event()
    a = Process(target=work_a, args=(queue, a_done, go_on))
    b = Process(target=work_b, args=(queue, a_done))
    for process in a, b:
        process.start()
    print("got", queue.get())
    go_on.set()
    print("got", queue.get(), queue.get())
