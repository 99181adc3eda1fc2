import os
from multiprocessing.shared_memory import SharedMemory


def fill(values):
    print(f"{os.getpid()} fills {len(values)} bytes")
    block = SharedMemory(create=True, size=3)
    for place, value in enumerate(values):
        block.buf[place] = value
    block.close()
    block.unlink()


if __name__ == "__main__":
    for values in [1, 2, 3], [4, 5, 600]:
        fill(values)
