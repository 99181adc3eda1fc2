import os
from multiprocessing.managers import BaseManager


class Numbers:
    def __init__(self):
        self.numbers, self.requests = [5] * 100, 0

    def get(self, start, stop):
        self.requests += 1
        return os.getpid(), self.numbers[start:stop]

    def get_requests(self):
        return self.requests


class Server(BaseManager):
    pass


Server.register("Numbers", Numbers)

if __name__ == "__main__":
    with Server() as server:
        numbers, before = server.Numbers(), 0
        for step in 1, 10, 100:
            total = 0
            for start in range(0, 100, step):
                pid, part = numbers.get(start, start + step)
                total += sum(part)
            requests = numbers.get_requests()
            count, before = requests - before, requests
            print(f"{os.getpid()} asks {pid}: requests {count}, sum {total}")
