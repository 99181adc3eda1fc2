import os
from multiprocessing import Pipe, Process


def count(writer):
    for number in range(2):
        writer.send(number)
    print(f"{os.getpid()} has sent everything")


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    child = Process(target=count, args=(writer,))
    child.start()
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
    try:
        while True:
            number = reader.recv()
            print("got", number)
    except EOFError:
        print("that was all")
