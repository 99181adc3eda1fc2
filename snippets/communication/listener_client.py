import os
from multiprocessing import AuthenticationError, Process
from multiprocessing.connection import Client, Listener


def work(address, key):
    try:
        with Client(address, authkey=key) as connection:
            connection.send(f"hello from {os.getpid()}")
            print(f"{os.getpid()} got {connection.recv()!r}")
    except AuthenticationError as error:
        print(f"{os.getpid()}: {error}")


if __name__ == "__main__":
    with Listener(("127.0.0.1", 0), authkey=b"tea") as listener:
        for key in b"tea", b"milk":
            child = Process(target=work, args=(listener.address, key))
            child.start()
            try:
                with listener.accept() as connection:
                    print(connection.recv())
                    connection.send("hello from the parent")
            except AuthenticationError as error:
                print(f"parent: {error}")
            child.join()
            print(f"{child.pid} has ended")
