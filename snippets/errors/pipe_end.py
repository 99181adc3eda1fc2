import os
from multiprocessing import Pipe, Process


def greet(connection):
    print(f"{os.getpid()} got {connection.recv()}")
    connection.send("hello")


if __name__ == "__main__":
    here, there = Pipe()
    child = Process(target=greet, args=(there,))
    child.start()
    there.close()
    here.send("a name")
    print("reply:", here.recv())
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
    try:
        here.recv()
    except EOFError as error:
        print("recv:", repr(error))
    try:
        here.send("another name")
    except BrokenPipeError as error:
        print("send:", repr(error))
