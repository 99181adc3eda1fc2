import os
from multiprocessing import Process
from multiprocessing.managers import BaseManager
from threading import Lock


class Account:
    def __init__(self, balance):
        self.balance, self.lock = balance, Lock()

    def add(self, amount):
        with self.lock:
            self.balance += amount
        return os.getpid(), self.balance


class Bank(BaseManager):
    pass


Bank.register("Account", Account)


def work(account):
    print(f"child {os.getpid()} calls add:", account.add(30))


if __name__ == "__main__":
    with Bank() as bank:
        account = bank.Account(100)
        child = Process(target=work, args=(account,))
        child.start()
        child.join()
        print(f"parent {os.getpid()} calls add:", account.add(5))
        print("has balance:", hasattr(account, "balance"))
