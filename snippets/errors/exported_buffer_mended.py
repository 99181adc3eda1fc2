import os
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def read(name):
    block = SharedMemory(name)
    with block.buf[:5] as text:
        print(f"{os.getpid()} reads {bytes(text)}")
    block.close()


if __name__ == "__main__":
    block = SharedMemory(create=True, size=5)
    block.buf[:5] = b"hello"
    child = Process(target=read, args=(block.name,))
    child.start()
    child.join()
    print(f"{child.pid} has ended: {child.exitcode}")
    block.close()
    block.unlink()
