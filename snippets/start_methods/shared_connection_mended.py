import os
import socket
from multiprocessing import Process


def ask(question, address):
    with socket.create_connection(address) as connection:
        connection.sendall(question)
        answer = connection.recv(1)
    print(f"child {os.getpid()}: asked {question}, got {answer}")


if __name__ == "__main__":
    server = socket.create_server(("127.0.0.1", 0))
    address = server.getsockname()
    children = [Process(target=ask, args=(q, address)) for q in (b"a", b"b")]
    for p in children:
        p.start()
    for _ in children:
        connection, _ = server.accept()
        connection.sendall(connection.recv(1).upper())
    for p in children:
        p.join()
    print(f"parent {os.getpid()}: {[p.exitcode for p in children]}")
