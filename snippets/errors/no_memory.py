import mmap
import os
from multiprocessing import get_context


def work(method):
    print(f"{method}: child {os.getpid()}")


def start(method):
    p = get_context(method).Process(target=work, args=(method,))
    try:
        p.start()
    except OSError as error:
        print(f"{method}: OSError: {error}")
    else:
        p.join()
        print(f"{method}: exit code of {p.pid} is {p.exitcode}")


if __name__ == "__main__":
    ram = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    memory = mmap.mmap(-1, ram, flags=mmap.MAP_PRIVATE)
    for times in range(2, 9):
        memory.resize(times * ram)
    print(f"memory: {len(memory) // ram} times the RAM, none of it used")
    for method in ("fork", "spawn", "forkserver"):
        start(method)
    memory.close()
    print("memory: given back")
    start("fork")
