import os
import time
from multiprocessing import Event, Pipe, Process, parent_process


def watch(reader, writer, ready, told):
    writer.close()
    print(f"child {os.getpid()}: my parent is {parent_process().pid}")
    ready.set()
    try:
        reader.recv()
    except EOFError:
        print(f"child {os.getpid()}: the pipe has ended")
    told.set()


def parent(ready, told):
    reader, writer = Pipe(duplex=False)
    child = Process(target=watch, args=(reader, writer, ready, told))
    child.start()
    time.sleep(60)


if __name__ == "__main__":
    ready, told = Event(), Event()
    p = Process(target=parent, args=(ready, told))
    p.start()
    ready.wait()
    p.kill()
    p.join()
    print(f"main: exitcode of {p.pid} is {p.exitcode}")
    told.wait()
    print("main: the child knows")
