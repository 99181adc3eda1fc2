import os
from multiprocessing import Process, Queue


def square(n, queue):
    queue.put((os.getpid(), n, n * n))


if __name__ == "__main__":
    queue = Queue()
    processes = [Process(target=square, args=(n, queue)) for n in (2, 3, 4)]
    for p in processes:
        p.start()
    for _ in processes:
        pid, n, answer = queue.get()
        print(f"{pid} sent {n} * {n} = {answer}")
    for p in processes:
        p.join()
    print("exit codes:", [p.exitcode for p in processes])
