import os
from multiprocessing import Process, Queue


def work(tasks, results):
    for n in iter(tasks.get, None):
        results.put(n * n)
    print(f"{os.getpid()} got None and ends")


if __name__ == "__main__":
    tasks, results = Queue(), Queue()
    workers = [Process(target=work, args=(tasks, results)) for _ in "ab"]
    for worker in workers:
        worker.start()
    numbers = [2, 3, 4, 5]
    for n in numbers:
        tasks.put(n)
    tasks.put(None)
    total = sum(results.get() for _ in numbers)
    print("sum of the squares:", total)
    for worker in workers:
        worker.join()
    print("all workers have ended")
