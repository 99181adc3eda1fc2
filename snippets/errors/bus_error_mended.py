import os
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path


def create(size):
    block = SharedMemory(create=True, size=size)
    try:
        with Path("/dev/shm", block.name).open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, size)
    except OSError:
        block.close()
        block.unlink()
        raise
    return block


def work(block):
    block.buf[-1] = 1


if __name__ == "__main__":
    disk = os.statvfs("/dev/shm")
    whole = disk.f_blocks * disk.f_frsize
    try:
        create(whole + 4096)
    except OSError as error:
        print(f"too big: OSError: {error}")
    block = create(4096)
    p = Process(target=work, args=(block,))
    p.start()
    p.join()
    print(f"{p.pid}: exit code {p.exitcode}, wrote {block.buf[4095]}")
    block.close()
    block.unlink()
