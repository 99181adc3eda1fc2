import os
from multiprocessing import Pipe, Process
from multiprocessing.shared_memory import SharedMemory


def work(name, pipe):
    block = SharedMemory(name)
    block.buf[0] = 1
    pipe.send(f"{os.getpid()} wrote {block.buf[0]}")
    pipe.recv()
    block.buf[0] = 2
    print("not reached")


if __name__ == "__main__":
    block = SharedMemory(create=True, size=4096)
    pipe, other = Pipe()
    p = Process(target=work, args=(block.name, other))
    p.start()
    print(pipe.recv())
    os.truncate(f"/dev/shm/{block.name}", 0)
    pipe.send("go on")
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    block.close()
    block.unlink()
