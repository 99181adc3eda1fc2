import os
from multiprocessing import Pipe, Process
from multiprocessing.connection import wait


def work(n, writer):
    for step in range(n):
        writer.send((os.getpid(), step))
    print(f"{os.getpid()} has sent {n}")


if __name__ == "__main__":
    readers = []
    for n in 1, 2, 3:
        reader, writer = Pipe(duplex=False)
        Process(target=work, args=(n, writer)).start()
        writer.close()
        readers.append(reader)
    while readers:
        for reader in wait(readers):
            try:
                pid, step = reader.recv()
                print(f"{pid} sent {step}")
            except EOFError:
                readers.remove(reader)
                print(f"{len(readers)} still open")
