import os
from multiprocessing import Event, Process, Semaphore


def wait(name, here, event):
    print(f"{name} ({os.getpid()}): is_set {event.is_set()}")
    here.release()
    event.wait()
    print(f"{name} ({os.getpid()}) goes on")


if __name__ == "__main__":
    here, event = Semaphore(0), Event()
    args = (here, event)
    a = Process(target=wait, args=("A", *args))
    b = Process(target=wait, args=("B", *args))
    late = Process(target=wait, args=("late", *args))
    for p in a, b:
        p.start()
    for _ in a, b:
        here.acquire()
    print(f"parent {os.getpid()}: both are there")
    print("wait(timeout=0.1):", event.wait(timeout=0.1))
    event.set()
    print("after set():", event.wait())
    late.start()
    for p in a, b, late:
        p.join()
        print(f"{p.pid} has ended")
