import os
from multiprocessing import Barrier, Process


def work(n, barrier):
    print(f"{os.getpid()}: 6 // {n} = {6 // n}")
    barrier.wait()
    print(f"{os.getpid()} goes on")


if __name__ == "__main__":
    barrier, numbers = Barrier(3), (3, 0, 1)
    processes = [Process(target=work, args=(n, barrier)) for n in numbers]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print("exit codes:", [p.exitcode for p in processes])
