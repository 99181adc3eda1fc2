import os
from multiprocessing import Process, Queue
from queue import Empty


def divide(n, queue):
    queue.put((os.getpid(), n, 100 // n))


if __name__ == "__main__":
    queue = Queue()
    missing = [4, 0, 5]
    processes = [Process(target=divide, args=(n, queue)) for n in missing]
    for p in processes:
        p.start()
    while missing:
        running = any(p.is_alive() for p in processes)
        try:
            pid, n, answer = queue.get(timeout=0.1)
        except Empty:
            if not running:
                break
        else:
            missing.remove(n)
            print(f"{pid} sent 100 // {n} = {answer}")
    for p in processes:
        p.join()
    print("missing:", missing)
    print("exit codes:", [p.exitcode for p in processes])
