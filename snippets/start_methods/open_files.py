import os
from multiprocessing import Process


def work(fd):
    try:
        print(f"child {os.getpid()}: reads {os.read(fd, 5)}")
    except OSError as error:
        print(f"child {os.getpid()}: {error}")


if __name__ == "__main__":
    fd = os.dup2(os.open(__file__, os.O_RDONLY), 100)
    print(f"parent {os.getpid()}: reads {os.read(fd, 5)}")
    p = Process(target=work, args=(fd,))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: reads {os.read(fd, 5)}")
