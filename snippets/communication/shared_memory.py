import os
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory


def double(name):
    block = SharedMemory(name)
    with block.buf.cast("d") as numbers:
        for n in range(3):
            numbers[n] *= 2
    block.close()
    print(f"{os.getpid()} has doubled three numbers")


if __name__ == "__main__":
    block = SharedMemory(create=True, size=3 * 8)
    numbers = block.buf.cast("d")
    for n in range(3):
        numbers[n] = n + 0.5
    child = Process(target=double, args=(block.name,))
    child.start()
    child.join()
    print(f"{os.getpid()} sees {numbers[0]} {numbers[1]} {numbers[2]}")
    numbers.release()
    block.close()
    block.unlink()
    try:
        SharedMemory(block.name)
    except FileNotFoundError:
        print("after unlink() there is no such block")
