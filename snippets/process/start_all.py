import os
from multiprocessing import Barrier, Process


def work(name, barrier):
    print(f"{name} ({os.getpid()}) waits for the others")
    barrier.wait()
    print(f"{name} ({os.getpid()}) goes on")


if __name__ == "__main__":
    barrier = Barrier(3)
    processes = [Process(target=work, args=(n, barrier)) for n in "ABC"]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(f"all three have ended, says {os.getpid()}")
