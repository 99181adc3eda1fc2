import os
from multiprocessing import Event, Lock, Process


def hold(lock, held, stop):
    with lock:
        print(f"{os.getpid()} has the lock")
        held.set()
        stop.wait()
        print(f"{os.getpid()} gives it back")


def enter(lock, waits):
    print(f"{os.getpid()} waits for the lock")
    waits.set()
    with lock:
        print(f"{os.getpid()} has the lock now")


if __name__ == "__main__":
    lock = Lock()
    held, waits, stop = Event(), Event(), Event()
    holder = Process(target=hold, args=(lock, held, stop))
    waiter = Process(target=enter, args=(lock, waits))
    holder.start()
    held.wait()
    waiter.start()
    waits.wait()
    print(f"{holder.pid} has to end")
    holder.terminate()
    for process in holder, waiter:
        process.join()
        print(f"{process.pid} has ended: {process.exitcode}")
