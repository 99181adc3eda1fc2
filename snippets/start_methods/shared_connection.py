import os
import socket
from multiprocessing import Event, Process


def first(connection, asked, answered):
    connection.sendall(b"a")
    asked.set()
    answered.wait()
    print(f"first {os.getpid()}: asked a, got {connection.recv(1)}")


def second(connection, asked, answered):
    asked.wait()
    connection.sendall(b"b")
    print(f"second {os.getpid()}: asked b, got {connection.recv(1)}")
    answered.set()


if __name__ == "__main__":
    connection, server = socket.socketpair()
    arguments = (connection, Event(), Event())
    children = [Process(target=work, args=arguments) for work in (first, second)]
    for p in children:
        p.start()
    for _ in children:
        server.sendall(server.recv(1).upper())
    for p in children:
        p.join()
    print(f"parent {os.getpid()}: {[p.exitcode for p in children]}")
