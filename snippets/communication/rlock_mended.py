import os
from multiprocessing import Process, RLock, Value


def deposit(account, lock, amount):
    with lock:
        account.value += amount
    print(f"{os.getpid()} has added {amount}")


def move(source, target, lock, amount):
    with lock:
        print(f"{os.getpid()} moves {amount}")
        deposit(source, lock, -amount)
        deposit(target, lock, amount)


if __name__ == "__main__":
    lock = RLock()
    source, target = Value("i", 50), Value("i", 0)
    child = Process(target=move, args=(source, target, lock, 30))
    child.start()
    child.join()
    print(f"{child.pid} has ended: {source.value}, {target.value}")
