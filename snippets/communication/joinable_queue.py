import os
from multiprocessing import JoinableQueue, Process


def work(tasks):
    while True:
        n = tasks.get()
        try:
            print(f"{os.getpid()}: 12 // {n} = {12 // n}")
            tasks.task_done()
        except ZeroDivisionError:
            print(f"{os.getpid()}: 12 // {n} is impossible")


if __name__ == "__main__":
    tasks = JoinableQueue()
    worker = Process(target=work, args=(tasks,), daemon=True)
    worker.start()
    for batch in (4, 1), (0, 3):
        for n in batch:
            tasks.put(n)
        tasks.join()
        print(f"done: {batch}, worker alive: {worker.is_alive()}")
