import os
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def read(name):
    block = SharedMemory(name)
    text = block.buf[:5]
    print(f"{os.getpid()} reads {bytes(text)}")
    try:
        block.close()
    except BufferError as error:
        print("close:", error)
    text.release()
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
