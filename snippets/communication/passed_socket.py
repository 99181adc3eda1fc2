import os
import socket
from multiprocessing import Pipe, Process


def serve(inbox):
    for _ in range(2):
        with inbox.recv() as client:
            name = client.recv(100).decode()
            client.sendall(f"{name}, this is {os.getpid()}".encode())
    print(f"{os.getpid()} has served 2 clients")


if __name__ == "__main__":
    inbox, outbox = Pipe(duplex=False)
    worker = Process(target=serve, args=(inbox,))
    worker.start()
    with socket.create_server(("127.0.0.1", 0)) as server:
        for name in b"Ann", b"Bo":
            with socket.create_connection(server.getsockname()) as client:
                accepted, _ = server.accept()
                outbox.send(accepted)
                accepted.close()
                client.sendall(name)
                print(client.makefile().read())
    worker.join()
    print(f"{os.getpid()} has only passed them on")
