import os
from multiprocessing import Event, Pipe, Process


def work(writer, go_on):
    go_on.wait()
    writer.send(f"hello from {os.getpid()}")
    print(f"{os.getpid()} has sent one message and ends")


if __name__ == "__main__":
    reader, writer = Pipe(duplex=False)
    go_on = Event()
    child = Process(target=work, args=(writer, go_on))
    child.start()
    writer.close()
    print("nothing sent: poll", reader.poll(), reader.poll(0.1))
    go_on.set()
    child.join()
    print("a message: poll", reader.poll())
    print(reader.recv())
    print("nothing more: poll", reader.poll())
    try:
        reader.recv()
    except EOFError:
        print("and recv raises EOFError")
