import os
from multiprocessing import Pipe, Process


def answer(connection):
    while (question := connection.recv()) is not None:
        a, b = question
        print(f"child {os.getpid()} got {a} and {b}")
        connection.send((os.getpid(), a * b))


if __name__ == "__main__":
    here, there = Pipe()
    child = Process(target=answer, args=(there,))
    child.start()
    there.close()
    for question in (2, 3), (4, 5):
        print(f"parent {os.getpid()} asks {question}")
        here.send(question)
        pid, product = here.recv()
        print(f"{pid} answers {product}")
    here.send(None)
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
