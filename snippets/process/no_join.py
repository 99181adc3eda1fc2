import os
from multiprocessing import Pipe, Process, parent_process


def work(receiver):
    receiver.recv()
    alive = parent_process().is_alive()
    print(f"child {os.getpid()}: is my parent still there? {alive}")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    Process(target=work, args=(receiver,)).start()
    print(f"parent {os.getpid()}: this is my last line")
    sender.send("go on")
