import os
from multiprocessing import Pipe, Process


def greet(connection):
    print(f"{os.getpid()} got {connection.recv()}")
    connection.send("hello")


def attempt(call, *given):
    try:
        result = call(*given)
    except (EOFError, OSError) as error:
        result = repr(error)
    print(f"{call.__name__}: {result}")


if __name__ == "__main__":
    for names in ["Ann"], ["Bob", "Eve"]:
        here, there = Pipe()
        for name in names:
            here.send(name)
        child = Process(target=greet, args=(there,))
        child.start()
        there.close()
        child.join()
        print(f"{child.pid} was sent {names}, has ended: {child.exitcode}")
        attempt(here.recv)
        attempt(here.recv)
        attempt(here.send, "another name")
