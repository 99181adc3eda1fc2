import os
from multiprocessing import Pipe, Process
from pickle import UnpicklingError


def work(writer):
    writer.send_bytes(b"tea and milk", 4, 3)
    writer.send_bytes(b"milk")
    writer.send("tea")
    writer.send_bytes(b"tea and milk")
    print(f"{os.getpid()} has sent four messages")


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    child = Process(target=work, args=(writer,))
    child.start()
    writer.close()
    print("recv_bytes:", reader.recv_bytes())
    try:
        reader.recv()
    except UnpicklingError as error:
        print("recv:", error)
    print("recv:", reader.recv())
    try:
        reader.recv_bytes(maxlength=5)
    except OSError as error:
        print("recv_bytes(maxlength=5):", error)
    print("closed:", reader.closed)
    child.join()
    print(f"exit code of {child.pid}: {child.exitcode}")
