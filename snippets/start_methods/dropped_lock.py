import os
from multiprocessing import Lock, Pipe, Process


class Late:
    def __init__(self, receiver):
        self.receiver = receiver

    def __setstate__(self, state):
        self.__init__(**state)
        self.receiver.poll(timeout=None)


def work(late, lock):
    word = late.receiver.recv()
    print(f"child {os.getpid()}: {word}, locked: {lock.acquire()}")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    p = Process(target=work, args=(Late(receiver), Lock()))
    p.start()
    sender.send("hello")
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
