import os
from multiprocessing import Process
from multiprocessing.shared_memory import ShareableList


def read(shared):
    for place in range(len(shared)):
        print(f"child {os.getpid()} reads {shared[place].decode()!r}")
    shared.shm.close()


if __name__ == "__main__":
    texts = ["Zoe", "ééééé", "多进程"]
    print(f"parent {os.getpid()} stores {texts}")
    shared = ShareableList([text.encode() for text in texts])
    child = Process(target=read, args=(shared,))
    child.start()
    child.join()
    print(f"exit code of {child.pid}: {child.exitcode}")
    shared.shm.close()
    shared.shm.unlink()
